import { kernels, LabelSets } from '@argmaxable/core';
import { use } from '@argmaxable/test-support/backends';
import {
  getKernel,
  grad,
  type KernelConfig,
  memory,
  mul,
  randomNormal,
  registerKernel,
  type Scalar,
  setBackend,
  square,
  sum,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
  train,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { allLosses, asymmetric, focal, oneVersusAll, pickAllLabels, pickOneLabel } from '../src/index.js';
import { changedOptions } from './variants.js';

const kernelOf: Record<string, string> = {
  asymmetric: kernels.focusedCrossEntropy.name,
  focal: kernels.focusedCrossEntropy.name,
  oneVersusAll: kernels.crossEntropy.name,
  pickAllLabels: kernels.softmaxCrossEntropy.name,
  pickOneLabel: kernels.softmaxCrossEntropy.name,
};
const fused = allLosses.filter(({ lossName }) => lossName in kernelOf);
/** The options that the kernels know, changed: of the picking losses, those of the default base alone. */
const kernelOptions: Record<string, object> = {
  ...changedOptions,
  pickAllLabels: { normalize: true },
  pickOneLabel: { seed: 7 },
};
const variants = [
  ...fused.flatMap((loss) => [loss, loss.with(kernelOptions[loss.lossName])]),
  oneVersusAll.with({ reduction: 'sumOverLabels' }),
];
const named = variants.map((loss) => [loss.lossName, JSON.stringify(loss.options), loss] as const);

const [size, numLabels] = [4, 9];
const sets = LabelSets.from([[0, 8], [], [3], [1, 2, 7]], numLabels);
const logitsOf = (): Tensor => randomNormal([size, numLabels], 0, 2, 'float32', 1);

/** How the kernels are called while `f` runs: which, and whether for a gradient. */
function callsOf(f: () => void): string[] {
  const calls: string[] = [];
  const kernels = [...new Set(Object.values(kernelOf))].map((name) => getKernel(name, 'wasm'));
  const replace = (kernel: KernelConfig): void => {
    unregisterKernel(kernel.kernelName, 'wasm');
    registerKernel(kernel);
  };
  for (const kernel of kernels) {
    replace({
      ...kernel,
      kernelFunc: (params) => {
        const { gradientScale } = params.attrs as { gradientScale?: number };
        calls.push(kernel.kernelName + (gradientScale === undefined ? '' : ', gradient'));
        return kernel.kernelFunc(params);
      },
    });
  }
  try {
    tidy(f);
  } finally {
    kernels.forEach(replace);
  }
  return calls;
}

beforeEach(() => use('wasm with kernels'));

test.each(named)('%s %s: a gradient takes one pass, a value alone computes no gradient', (name, _, loss) => {
  for (const targets of [() => sets.toPadded(), () => sets.toMultiHot()]) {
    expect(callsOf(() => loss(targets(), logitsOf()))).toEqual([kernelOf[name]]);
    expect(callsOf(() => grad((z) => loss(targets(), z))(logitsOf()))).toEqual([
      `${kernelOf[name]}, gradient`,
    ]);
  }
});

test.each(named)('%s %s: whatever is done with the loss, its gradient is right', async (_, __, loss) => {
  // As made anew, the loss that draws starts at its seed.
  const uses: ((y: Tensor, z: Tensor) => Tensor)[] = [
    (y, z) => mul(loss.with({})(y, z), 3),
    (y, z) => square(loss.with({ reduction: 'sum' })(y, z)),
    (y, z) => sum(mul(loss.with({ reduction: 'none' })(y, z), tensor1d([1, -2, 0, 0.5]))),
  ];
  for (const f of uses) {
    const gradients: number[][] = [];
    for (const backend of ['cpu', 'wasm with kernels'] as const) {
      await use(backend);
      gradients.push(tidy(() => Array.from(grad((z) => f(sets.toPadded(), z))(logitsOf()).dataSync())));
    }
    const largest = Math.max(...gradients[0].map(Math.abs));
    // The cpu backend computes in float64 and rounds to float32 after each operation.
    gradients[0].forEach((entry, j) =>
      expect(Math.abs(gradients[1][j] - entry)).toBeLessThan(1e-5 * largest),
    );
  }
});

test.each([oneVersusAll, focal, pickAllLabels].map((loss) => [loss.lossName, loss] as const))(
  '%s: gradients of gradients are those of the operations',
  async (_, loss) => {
    const second = (): number[] =>
      tidy(() => {
        const first = grad((z: Tensor) => loss(sets.toMultiHot(), z));
        return Array.from(grad((z: Tensor) => sum(square(first(z))))(logitsOf()).dataSync());
      });
    expect(callsOf(() => void second())).toEqual([]);
    const ours = second();
    await use('cpu');
    const expected = second();
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0);
    ours.forEach((entry, j) => expect(entry).toBeCloseTo(expected[j], 5));
  },
);

test.each(named)('%s %s: training leaks nothing and ends where that on cpu ends', async (_, __, loss) => {
  const ends: number[][] = [];
  for (const backend of ['cpu', 'wasm with kernels'] as const) {
    await use(backend);
    const model = sequential({
      layers: [layers.dense({ units: numLabels, inputShape: [5], kernelInitializer: 'zeros' })],
    });
    model.compile({ loss: loss.with({}), metrics: [oneVersusAll], optimizer: train.sgd(0.5) });
    const [x, y] = [randomNormal([size, 5], 0, 1, 'float32', 2), sets.toMultiHot()];
    await model.trainOnBatch(x, y);
    const held = memory().numTensors;
    for (let i = 0; i < 5; i++) await model.trainOnBatch(x, y);
    (model.evaluate(x, y) as Scalar[]).forEach((result) => result.dispose());
    expect(memory().numTensors).toBe(held);
    ends.push(Array.from(model.getWeights()[0].dataSync()));
    [x, y, model].forEach((owned) => owned.dispose());
  }
  ends[0].forEach((weight, j) => expect(ends[1][j]).toBeCloseTo(weight, 5));
});

test('logits and targets may come from another backend; rows may all be without labels', async () => {
  await setBackend('cpu');
  const logits = logitsOf();
  const empty = tensor2d(new Int32Array(size).fill(-1), [size, 1], 'int32');
  const values = (): number[] =>
    [oneVersusAll, focal, asymmetric, pickAllLabels, pickOneLabel].map((loss) =>
      tidy(() => loss(empty, logits).dataSync()[0]),
    );
  const expected = values();
  await setBackend('wasm');
  values().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  [logits, empty].forEach((owned) => owned.dispose());
});

test('a weight for each label is checked', () => {
  const before = memory().numTensors;
  const loss = oneVersusAll.with({ positiveWeight: [1, 2] });
  const [y, z] = [sets.toPadded(), logitsOf()];
  expect(() => loss(y, z)).toThrow('positiveWeight must be one number, or one for each of 9 labels');
  [y, z].forEach((owned) => owned.dispose());
  expect(memory().numTensors).toBe(before);
});

test('examples weigh by their class as they do without kernels', async () => {
  const y = LabelSets.from([[0], [8], [3], [8]], numLabels).toPadded(3);
  const classWeight = { 0: 1, 3: 0.5, 8: 10 };
  const kernelAfter = async (backend: string, loss: (typeof fused)[number]) => {
    await setBackend(backend);
    const model = sequential({
      layers: [layers.dense({ units: numLabels, inputShape: [2], kernelInitializer: 'zeros' })],
    });
    model.compile({ loss, optimizer: train.sgd(1) });
    const x = tensor2d([1, 0, 0, 1, 1, 1, -1, 2], [4, 2]);
    await model.fit(x, y, { epochs: 1, verbose: 0, classWeight });
    return model.getWeights()[0].dataSync();
  };
  for (const loss of fused) {
    const [expected, actual] = [await kernelAfter('cpu', loss), await kernelAfter('wasm', loss)];
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01);
    actual.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 5));
  }
});
