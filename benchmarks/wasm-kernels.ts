/**
 * The kernels of @argmaxable/wasm-training beside the stock ones that they replace, one thread, medians in
 * ms: matrix products, with a weight that is new at every call, as in training, and with one that stays, as
 * in inference, which stock keeps packed; and the gradients of convolutions. Prints a table and writes it
 * into benchmarks/results/wasm-kernels.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/wasm-kernels.ts`; `--relaxed` turns the relaxed SIMD of Node
 * 20 on.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import {
  backend,
  getKernel,
  randomUniform,
  setBackend,
  tensor1d,
  type NamedAttrMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

const { values: options } = parseArgs({ options: { relaxed: { type: 'boolean', default: false } } });
if (options.relaxed) setFlagsFromString('--experimental-wasm-relaxed-simd');

const replaced = ['BatchMatMul', 'Conv2DBackpropInput', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'];
const stockKernels = new Map(replaced.map((name) => [name, getKernel(name, 'wasm').kernelFunc]));
// The stock kernels are set up when the backend starts; ours come after.
await setBackend('wasm');
await import('@argmaxable/wasm-training');
const wasm = backend() as BackendWasm;

type Run = () => void;

/**
 * The medians of runs in turns. A kernel's first runs of its turn are not timed: they bring its operands back
 * into the caches, as they are where the same network runs again and again.
 */
function medians(runs: Record<string, Run>): Record<string, number> {
  const times = new Map(Object.keys(runs).map((name) => [name, [] as number[]]));
  const started = performance.now();
  for (let turn = 0; turn < 3 || (turn < 30 && performance.now() - started < 2000); turn++) {
    for (const [name, run] of Object.entries(runs)) {
      for (let n = 0; n < 6; n++) {
        const start = performance.now();
        run();
        if (turn > 0 && n > 3) times.get(name)!.push(performance.now() - start);
      }
    }
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
}

function median(values: number[]): number {
  const middle = values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return Number(middle.toFixed(3));
}

/** Runs a kernel outside of tfjs's engine, whose own time is left out, and drops the output. */
function run(kernelName: string, inputs: Record<string, Tensor>, attributes: object, stock = false): void {
  const kernel = stock ? stockKernels.get(kernelName)! : getKernel(kernelName, 'wasm').kernelFunc;
  const output = kernel({ inputs, backend: wasm, attrs: attributes as NamedAttrMap }) as TensorInfo;
  wasm.disposeData(output.dataId);
}

function matrixProduct(m: number, k: number, n: number, transposes = ''): object {
  const [transposeA, transposeB] = [transposes.includes('a'), transposes.includes('b')];
  const a = randomUniform(transposeA ? [k, m] : [m, k], -1, 1);
  let b = randomUniform(transposeB ? [n, k] : [k, n], -1, 1);
  const attributes = { transposeA, transposeB };
  const turn = (shape: string, turned: boolean) => (turned ? `${shape}^T` : shape);
  const { own, stockKept } = medians({
    own: () => run('BatchMatMul', { a, b }, attributes),
    stockKept: () => run('BatchMatMul', { a, b }, attributes, true),
  });
  // Making the new weight takes no part in the time.
  const fresh: number[] = [];
  for (let i = 0; i < 9; i++) {
    b.dispose();
    b = randomUniform(b.shape, -1, 1);
    b.dataSync();
    const start = performance.now();
    run('BatchMatMul', { a, b }, attributes, true);
    fresh.push(performance.now() - start);
  }
  const stockNew = median(fresh);
  a.dispose();
  b.dispose();
  const product = `${turn(`[${a.shape.join()}]`, transposeA)} ${turn(`[${b.shape.join()}]`, transposeB)}`;
  return { kernel: product, own, stockNew, stockKept, gigaflops: Math.round((2 * m * n * k) / own / 1e6) };
}

function convolution(
  kernelName: string,
  x: number[],
  filter: number[],
  dy: number[],
  attributes: object,
): object {
  const tensors = [x, filter, dy].map((shape) => randomUniform(shape, -1, 1));
  const [xs, filters, dys] = tensors;
  const inputs: Record<string, Tensor> = kernelName.includes('Filter')
    ? { x: xs, dy: dys }
    : { dy: dys, filter: filters };
  const all = { dataFormat: 'NHWC', dilations: 1, filterShape: filter, inputShape: x, ...attributes };
  const { own, stock } = medians({
    own: () => run(kernelName, inputs, all),
    ...(stockKernels.has(kernelName) && { stock: () => run(kernelName, inputs, all, true) }),
  });
  tensors.forEach((tensor) => tensor.dispose());
  return { kernel: `${kernelName} [${x.join()}] * [${filter.join()}]`, own, stock };
}

function segmentSums(rows: number, width: number, segments: number): object {
  const x = randomUniform([rows, width], -1, 1);
  const ids = Int32Array.from({ length: rows }, (_, row) => (row * 7919) % segments);
  const segmentIds = tensor1d(ids, 'int32');
  const { own } = medians({
    own: () => run('UnsortedSegmentSum', { x, segmentIds }, { numSegments: segments }),
  });
  return { kernel: `UnsortedSegmentSum [${rows},${width}] to [${segments},${width}]`, own };
}

const same = { strides: 1, pad: 'same' };
const rows = [
  matrixProduct(32, 500, 211),
  matrixProduct(32, 211, 8921),
  matrixProduct(32, 131, 8921),
  matrixProduct(256, 211, 8921),
  matrixProduct(1, 500, 8921),
  matrixProduct(4, 211, 8921),
  matrixProduct(211, 32, 8921, 'a'),
  matrixProduct(211, 256, 8921, 'a'),
  matrixProduct(32, 8921, 211, 'b'),
  matrixProduct(256, 8921, 211, 'b'),
  matrixProduct(32, 8921, 50, 'b'),
  matrixProduct(1000, 100, 1),
  matrixProduct(1000, 100, 3),
  matrixProduct(1000, 3, 100),
  matrixProduct(64, 64, 64),
  matrixProduct(512, 512, 512),
  matrixProduct(512, 512, 512, 'ab'),
  convolution('Conv2DBackpropFilter', [4, 14, 14, 16], [3, 3, 16, 32], [4, 14, 14, 32], same),
  convolution('Conv2DBackpropFilter', [32, 28, 28, 16], [3, 3, 16, 32], [32, 28, 28, 32], same),
  convolution('Conv2DBackpropFilter', [32, 28, 28, 1], [5, 5, 1, 8], [32, 24, 24, 8], {
    ...same,
    pad: 'valid',
  }),
  convolution('Conv2DBackpropInput', [4, 14, 14, 16], [3, 3, 16, 32], [4, 14, 14, 32], same),
  convolution('Conv2DBackpropInput', [32, 28, 28, 16], [3, 3, 16, 32], [32, 28, 28, 32], same),
  convolution('Conv2DBackpropInput', [32, 28, 28, 16], [3, 3, 16, 32], [32, 14, 14, 32], {
    ...same,
    strides: 2,
  }),
  convolution('Conv2DBackpropInput', [32, 28, 28, 64], [1, 1, 64, 64], [32, 28, 28, 64], same),
  convolution('Conv3DBackpropFilterV2', [2, 8, 16, 16, 8], [3, 3, 3, 8, 16], [2, 8, 16, 16, 16], same),
  convolution('Conv3DBackpropInputV2', [2, 8, 16, 16, 8], [3, 3, 3, 8, 16], [2, 8, 16, 16, 16], same),
  convolution('DepthwiseConv2dNativeBackpropFilter', [32, 28, 28, 32], [3, 3, 32, 1], [32, 28, 28, 32], same),
  convolution('DepthwiseConv2dNativeBackpropInput', [32, 28, 28, 32], [3, 3, 32, 1], [32, 28, 28, 32], same),
  convolution('DepthwiseConv2dNativeBackpropFilter', [32, 28, 28, 16], [3, 3, 16, 2], [32, 28, 28, 32], same),
  segmentSums(4096, 256, 30_000),
];
console.table(rows);

const file = 'benchmarks/results/wasm-kernels.json';
const machine = `${availableParallelism()} x ${cpus()[0].model}, Node ${process.version}`;
const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
const result = { ...before, [options.relaxed ? 'relaxed' : 'plain']: { date: new Date(), machine, rows } };
mkdirSync('benchmarks/results', { recursive: true });
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
