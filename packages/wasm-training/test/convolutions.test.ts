import '@tensorflow/tfjs-backend-cpu';
import { backend_util } from '@tensorflow/tfjs-core';
import '../src/index.js';
import { windowRun } from '../src/windows.js';
import { given, largestError, runKernel, runKernelValues, sizeOf, type Given } from './run-kernel.js';

// Values are below 1 and every sum is of fewer than 2000 float32 products, in another order on each backend.
const tolerance = 1e-4;

type Pair = [number, number];
type Shape4 = [number, number, number, number];
type Shape5 = [number, number, number, number, number];
type Padding = 'same' | 'valid' | backend_util.ExplicitPadding;

const explicit: Padding = [
  [0, 0],
  [2, 0],
  [1, 3],
  [0, 0],
];

interface Case2D {
  x: Shape4;
  filter: Shape4;
  strides: Pair;
  dilations: Pair;
  pad: Padding;
}

/** Every combination that gives an output, with odd and even sizes and one or more examples. */
function grid({ multiplier, dilations }: { multiplier: number; dilations: Pair[] }): Case2D[] {
  const cases: Case2D[] = [];
  for (const [batch, height, width] of [
    [1, 7, 6],
    [3, 5, 8],
  ]) {
    for (const filter of [
      [1, 1],
      [3, 3],
      [2, 3],
      [3, 2],
      [1, 4],
    ]) {
      for (const strides of [
        [1, 1],
        [2, 2],
        [3, 1],
        [2, 3],
      ] as Pair[]) {
        for (const dilation of dilations) {
          for (const pad of ['same', 'valid', explicit] as Padding[]) {
            const reach = Math.max(1 + (filter[0] - 1) * dilation[0], 1 + (filter[1] - 1) * dilation[1]);
            if (pad === 'valid' && reach > 5) continue;
            // tfjs allows only one of the two to be above 1.
            if (Math.max(...strides) > 1 && Math.max(...dilation) > 1) continue;
            cases.push({
              x: [batch, height, width, 3],
              filter: [filter[0], filter[1], 3, multiplier],
              strides,
              dilations: dilation,
              pad,
            });
          }
        }
      }
    }
  }
  return cases;
}

function outputShape({ x, filter, strides, dilations, pad }: Case2D, depthwise = false): number[] {
  return backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, undefined, depthwise).outShape;
}

function inputsOf(kernelName: string, { x, filter, dy }: Record<string, Given>): Record<string, Given> {
  if (kernelName === 'Conv2D') return { x, filter };
  return kernelName === 'Conv2DBackpropFilter' ? { x, dy } : { dy, filter };
}

const plainCases = grid({ multiplier: 4, dilations: [[1, 1]] });

test.each(['Conv2D', 'Conv2DBackpropFilter', 'Conv2DBackpropInput'])(
  '%s is that of the cpu backend',
  async (kernelName) => {
    for (const shapes of plainCases) {
      const x = given(shapes.x, 1);
      const filter = given(shapes.filter, 2);
      const dy = given(outputShape(shapes), 3);
      const inputs = inputsOf(kernelName, { x, filter, dy });
      const attributes = {
        ...shapes,
        dataFormat: 'NHWC',
        filterShape: shapes.filter,
        inputShape: shapes.x,
      };
      const [expected] = await runKernel('cpu', kernelName, inputs, attributes);
      const [actual] = await runKernel('wasm', kernelName, inputs, attributes);
      expect({ shapes, shape: actual.shape }).toEqual({ shapes, shape: expected.shape });
      const error = largestError(actual.values, expected.values);
      expect({ shapes, error, close: error < tolerance }).toMatchObject({ shapes, close: true });
    }
  },
);

test.each(['Conv2DBackpropFilter', 'Conv2DBackpropInput'])('%s takes channels first', async (kernelName) => {
  const x = given([2, 3, 5, 6], 1);
  const filter = given([3, 2, 3, 4], 2);
  const dy = given([2, 4, 3, 3], 3);
  const inputs = inputsOf(kernelName, { x, filter, dy });
  const attributes = {
    strides: 2,
    pad: 'same',
    dataFormat: 'NCHW',
    filterShape: filter.shape,
    inputShape: x.shape,
  };
  const expected = await runKernelValues('cpu', kernelName, inputs, attributes);
  const actual = await runKernelValues('wasm', kernelName, inputs, attributes);
  expect(largestError(actual, expected)).toBeLessThan(tolerance);
});

test('Conv2DBackpropFilter of more windows than it gathers at once is right', async () => {
  const x = given([12, 32, 32, 16], 1);
  const dy = given([12, 30, 30, 2], 2);
  const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1 };
  expect(12 * 30 * 30).toBeGreaterThan(windowRun(3 * 3 * 16));
  const filterShape = [3, 3, 16, 2];
  const gradient = await runKernelValues(
    'wasm',
    'Conv2DBackpropFilter',
    { x, dy },
    { ...attributes, filterShape },
  );
  for (const seed of [3, 4, 5]) {
    const filter = given(filterShape, seed);
    const y = await runKernelValues('cpu', 'Conv2D', { x, filter }, attributes);
    // 10,800 windows of 144 products per output channel, so sums are about 100.
    expect(Math.abs(dot(gradient, filter.values) - dot(y, dy.values))).toBeLessThan(1e-2);
  }
});

/**
 * With dilations the cpu backend's own gradients of depthwise convolutions are wrong, its forward pass is
 * right.
 */
const depthwiseCases = grid({
  multiplier: 2,
  dilations: [
    [1, 1],
    [2, 1],
    [2, 3],
  ],
});

test('DepthwiseConv2dNative is that of the cpu backend', async () => {
  for (const shapes of depthwiseCases) {
    const inputs = { x: given(shapes.x, 1), filter: given(shapes.filter, 2) };
    const expected = await runKernelValues('cpu', 'DepthwiseConv2dNative', inputs, shapes);
    const actual = await runKernelValues('wasm', 'DepthwiseConv2dNative', inputs, shapes);
    const error = largestError(actual, expected);
    expect({ shapes, error, close: error < tolerance }).toMatchObject({ shapes, close: true });
  }
});

test('the gradients of depthwise convolutions are those of the cpu backend without dilations', async () => {
  for (const shapes of depthwiseCases.filter(({ dilations }) => Math.max(...dilations) === 1)) {
    const dy = given(outputShape(shapes, true), 3);
    const attributes = { ...shapes, filterShape: shapes.filter, inputShape: shapes.x };
    for (const [kernelName, inputs] of [
      ['DepthwiseConv2dNativeBackpropFilter', { x: given(shapes.x, 1), dy }],
      ['DepthwiseConv2dNativeBackpropInput', { dy, filter: given(shapes.filter, 2) }],
    ] as const) {
      const [expected] = await runKernel('cpu', kernelName, inputs, attributes);
      const [actual] = await runKernel('wasm', kernelName, inputs, attributes);
      expect({ shapes, shape: actual.shape }).toEqual({ shapes, shape: expected.shape });
      const error = largestError(actual.values, expected.values);
      expect({ kernelName, shapes, error, close: error < tolerance }).toMatchObject({ close: true });
    }
  }
});

const depthwise = {
  forward: 'DepthwiseConv2dNative',
  backFilter: 'DepthwiseConv2dNativeBackpropFilter',
  backInput: 'DepthwiseConv2dNativeBackpropInput',
};

test('the gradients of depthwise convolutions are the adjoints of the forward pass, with dilations too', async () => {
  for (const shapes of depthwiseCases) {
    await expectAdjoints({ ...depthwise, shapes, outShape: outputShape(shapes, true) });
  }
});

test.each([
  { channels: 1, multiplier: 1 },
  { channels: 4, multiplier: 1 },
  { channels: 9, multiplier: 1 },
  { channels: 5, multiplier: 3 },
])(
  'so they are of $channels channels times $multiplier, over more windows than are summed at once',
  async ({ channels, multiplier }) => {
    const shapes = {
      x: [2, 11, 13, channels] as Shape4,
      filter: [3, 2, channels, multiplier] as Shape4,
      strides: [1, 1] as Pair,
      dilations: [2, 1] as Pair,
      pad: 'same' as const,
    };
    await expectAdjoints({ ...depthwise, shapes, outShape: outputShape(shapes, true) });
  },
);

test('the gradients of conv2d are those of the cpu backend for 1 to 17 channels', async () => {
  for (const [inChannels, outChannels, size] of [
    [1, 1, 1],
    [1, 17, 5],
    [8, 3, 4],
    [17, 9, 3],
  ]) {
    const x = given([2, 6, 5, inChannels], 1);
    const filter = given([size, Math.min(size, 3), inChannels, outChannels], 2);
    const dy = given([2, 6, 5, outChannels], 3);
    const attributes = {
      strides: 1,
      pad: 'same',
      dataFormat: 'NHWC',
      filterShape: filter.shape,
      inputShape: x.shape,
    };
    for (const kernelName of ['Conv2DBackpropFilter', 'Conv2DBackpropInput']) {
      const inputs = inputsOf(kernelName, { x, filter, dy });
      const expected = await runKernelValues('cpu', kernelName, inputs, attributes);
      const actual = await runKernelValues('wasm', kernelName, inputs, attributes);
      expect(largestError(actual, expected)).toBeLessThan(tolerance);
    }
  }
});

test.each(['FusedConv2D', 'FusedDepthwiseConv2D'])(
  '%s is right where strides are longer than the filter',
  async (kernelName) => {
    const inputs = { x: given([2, 9, 7, 3], 1), filter: given([2, 1, 3, 4], 2), bias: given([4], 3) };
    if (kernelName === 'FusedDepthwiseConv2D') inputs.bias = given([12], 3);
    const attributes = {
      strides: [3, 3],
      pad: 'same',
      dilations: [1, 1],
      dataFormat: 'NHWC',
      activation: 'relu',
    };
    const expected = await runKernelValues('cpu', kernelName, inputs, attributes);
    const actual = await runKernelValues('wasm', kernelName, inputs, attributes);
    expect(largestError(actual, expected)).toBeLessThan(tolerance);
  },
);

test('the gradients of conv3d are those of the cpu backend and the adjoints of the forward pass', async () => {
  const x: Shape5 = [2, 4, 5, 6, 2];
  for (const filter of [
    [2, 3, 2, 2, 3],
    [1, 1, 1, 2, 2],
    [3, 2, 3, 2, 1],
  ] as Shape5[]) {
    for (const strides of [
      [1, 1, 1],
      [2, 2, 2],
      [1, 3, 2],
    ] as [number, number, number][]) {
      for (const pad of ['same', 'valid'] as const) {
        const outShape = backend_util.computeConv3DInfo(x, filter, strides, 1, pad).outShape;
        const shapes = { x, filter, strides, dilations: [1, 1, 1], pad };
        const attributes = { ...shapes, filterShape: filter, inputShape: x };
        const dy = given(outShape, 3);
        for (const [kernelName, inputs] of [
          ['Conv3DBackpropFilterV2', { x: given(x, 1), dy }],
          ['Conv3DBackpropInputV2', { dy, filter: given(filter, 2) }],
        ] as const) {
          const expected = await runKernelValues('cpu', kernelName, inputs, attributes);
          const actual = await runKernelValues('wasm', kernelName, inputs, attributes);
          const error = largestError(actual, expected);
          expect({ kernelName, shapes, error, close: error < tolerance }).toMatchObject({ close: true });
        }
        await expectAdjoints({
          forward: 'Conv3D',
          backFilter: 'Conv3DBackpropFilterV2',
          backInput: 'Conv3DBackpropInputV2',
          shapes,
          outShape,
        });
      }
    }
  }
});

test('Conv3DBackpropInputV2 of more windows than it multiplies at once is right', async () => {
  const shapes = { x: [3, 12, 26, 26, 4], filter: [3, 3, 3, 4, 2], strides: 1, dilations: 1, pad: 'valid' };
  const outShape = [3, 10, 24, 24, 2];
  expect(3 * 10 * 24 * 24).toBeGreaterThan(windowRun(27 * 4));
  const attributes = { ...shapes, inputShape: shapes.x };
  const filter = given(shapes.filter, 2);
  const dy = given(outShape, 3);
  const dx = await runKernelValues('wasm', 'Conv3DBackpropInputV2', { dy, filter }, attributes);
  const u = given(shapes.x, 5);
  const ofU = await runKernelValues('wasm', 'Conv3D', { x: u, filter }, attributes);
  // 34,560 sums of 108 products, so their sum is about 1000.
  expect(Math.abs(dot(dx, u.values) - dot(ofU, dy.values))).toBeLessThan(1e-2);
});

test('nothing in, nothing but zeros out', async () => {
  const attributes = {
    strides: 1,
    pad: 'same',
    dataFormat: 'NHWC',
    dilations: 1,
    filterShape: [3, 3, 2, 4],
    inputShape: [0, 5, 5, 2],
  };
  const x = given([0, 5, 5, 2], 1);
  const [dFilter] = await runKernel(
    'wasm',
    'Conv2DBackpropFilter',
    { x, dy: given([0, 5, 5, 4], 2) },
    attributes,
  );
  expect(dFilter).toEqual({ shape: [3, 3, 2, 4], dtype: 'float32', values: new Array(72).fill(0) });
  const noDy = { dy: given([0, 5, 5, 4], 2), filter: given([3, 3, 2, 4], 3) };
  const [noDx] = await runKernel('wasm', 'Conv2DBackpropInput', noDy, attributes);
  expect(noDx).toEqual({ shape: [0, 5, 5, 2], dtype: 'float32', values: [] });
  const dy = given([0, 5, 5, 8], 2);
  const [depthwise] = await runKernel('wasm', 'DepthwiseConv2dNativeBackpropFilter', { x, dy }, attributes);
  expect(depthwise.values).toEqual(new Array(72).fill(0));
  const filter = given([3, 3, 2, 4], 3);
  const [dx] = await runKernel('wasm', 'DepthwiseConv2dNativeBackpropInput', { dy, filter }, attributes);
  expect(dx).toEqual({ shape: [0, 5, 5, 2], dtype: 'float32', values: [] });
});

test('integers are refused with what to do', async () => {
  const x: Given = { ...given([1, 3, 3, 1], 1), dtype: 'int32' };
  const dy = given([1, 3, 3, 1], 2);
  const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1, filterShape: [2, 2, 1, 1] };
  await expect(runKernel('wasm', 'Conv2DBackpropFilter', { x, dy }, attributes)).rejects.toThrow(
    'Conv2DBackpropFilter: x must be of dtype float32 on the wasm backend; got int32. Convert it with cast().',
  );
  const filter: Given = { ...given([2, 2, 1, 1], 3), dtype: 'int32' };
  await expect(
    runKernel('wasm', 'Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: [1, 3, 3, 1] }),
  ).rejects.toThrow('Conv2DBackpropInput: filter must be of dtype float32');
  await expect(
    runKernel('wasm', 'DepthwiseConv2dNativeBackpropFilter', { x, dy }, attributes),
  ).rejects.toThrow('x must be of dtype float32');
});

/**
 * A convolution is linear in its input and in its filter, so its gradients are its adjoints:
 * <dFilter, v> = <dy, conv(x, v)> and <dx, u> = <dy, conv(u, filter)> for any v and u.
 */
async function expectAdjoints(names: {
  forward: string;
  backFilter: string;
  backInput: string;
  shapes: { x: number[]; filter: number[] };
  outShape: number[];
}): Promise<void> {
  const { forward, backFilter, backInput, shapes, outShape } = names;
  const attributes = { ...shapes, dataFormat: undefined, filterShape: shapes.filter, inputShape: shapes.x };
  const x = given(shapes.x, 1);
  const filter = given(shapes.filter, 2);
  const dy = given(outShape, 3);
  const dFilter = await runKernelValues('wasm', backFilter, { x, dy }, attributes);
  const dx = await runKernelValues('wasm', backInput, { dy, filter }, attributes);
  expect(dFilter.length).toBe(sizeOf(shapes.filter));
  expect(dx.length).toBe(sizeOf(shapes.x));

  const v = given(shapes.filter, 4);
  const u = given(shapes.x, 5);
  const ofV = await runKernelValues('cpu', forward, { x, filter: v }, attributes);
  const ofU = await runKernelValues('cpu', forward, { x: u, filter }, attributes);
  const errors = [
    Math.abs(dot(dFilter, v.values) - dot(ofV, dy.values)),
    Math.abs(dot(dx, u.values) - dot(ofU, dy.values)),
  ];
  // Sums of up to 2000 products below 1.
  expect({ shapes, errors, close: Math.max(...errors) < 1e-3 }).toMatchObject({ shapes, close: true });
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
