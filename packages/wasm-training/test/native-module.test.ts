import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { seededValues } from '@argmaxable/test-support';
import * as tfjs from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import '../src/index.js';
import { multiply, operand } from '../src/matrix-product.js';
import type { NativeExports } from '../src/native/native-exports.js';
import { nativeModule } from '../src/native/native-module.js';
import { writeRecord } from '../src/native/record.js';
import { product } from '../src/native/records.js';
import { compiled } from './native-variants.js';
import { largestError } from './run-kernel.js';

const { backend, copyRegisteredKernels, findBackendFactory, getKernel, matMul, setBackend, tensor, tidy } =
  tfjs;

const wasmBackend = () => backend() as BackendWasm;

const [m, n, k] = [13, 70, 150];
const a = seededValues(m * k, 1);
const b = seededValues(k * n, 2);
const expected = Array.from({ length: m * n }, (_, at) => {
  let sum = 0;
  for (let p = 0; p < k; p++) sum += a[Math.floor(at / n) * k + p] * b[p * n + (at % n)];
  return sum;
});
// Float32 sums of 150 products below 1.
const tolerance = 1e-5;

function productOnBackend(): number[] {
  return tidy(() => Array.from(matMul(tensor(a, [m, k]), tensor(b, [k, n])).dataSync()));
}

test('the committed modules are what their sources compile to', () => {
  const root = join(__dirname, '../../..');
  expect(() =>
    execFileSync(process.execPath, ['scripts/build-wasm.mjs', '--check'], { cwd: root, stdio: 'pipe' }),
  ).not.toThrow();
});

test('every engine with SIMD runs the plain builds', () => {
  expect([...compiled.keys()]).toEqual(expect.arrayContaining(['plain', 'plainShared']));
});

test.each([...compiled])('%s multiplies right', (name, module) => {
  const shared = name.endsWith('Shared');
  const memory = new WebAssembly.Memory({ initial: 64, ...(shared && { shared, maximum: 65536 }) });
  const native = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as NativeExports;
  const [aAt, bAt, cAt, scratch] = [2 ** 16, 2 ** 18, 2 ** 19, 2 ** 20];
  new Float32Array(memory.buffer, aAt, a.length).set(a);
  new Float32Array(memory.buffer, bAt, b.length).set(b);
  const strides = { aRow: k, aColumn: 1, bRow: n, bColumn: 1, cRow: n, cColumn: 1 };
  const values = { m, n, k, a: aAt, b: bAt, c: cAt, ...strides, accumulate: 0, scratch };
  writeRecord(memory, 64, product, values);
  native.matmul(64);
  expect(largestError(new Float32Array(memory.buffer, cAt, m * n), expected)).toBeLessThan(tolerance);
});

test('a backend with threads keeps its memory elsewhere, and shares it', () => {
  const wasmMemory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  const freed: number[] = [];
  const threaded = {
    wasm: { wasmMemory, asm: {}, _malloc: () => 2 ** 20, _free: (address: number) => freed.push(address) },
  } as unknown as BackendWasm;
  new Float32Array(wasmMemory.buffer, 2 ** 16, a.length).set(a);
  new Float32Array(wasmMemory.buffer, 2 ** 18, b.length).set(b);
  multiply(threaded, [m, n, k], operand(2 ** 16, k), operand(2 ** 18, n), 2 ** 19);
  expect(largestError(new Float32Array(wasmMemory.buffer, 2 ** 19, m * n), expected)).toBeLessThan(tolerance);
  expect(freed).toEqual([2 ** 20]);
});

test('a full heap says what to do', () => {
  const full = {
    wasm: { asm: { memory: new WebAssembly.Memory({ initial: 1 }) }, _malloc: () => 0, _free: () => {} },
  } as unknown as BackendWasm;
  expect(() => multiply(full, [m, n, k], operand(0, k), operand(0, n), 0)).toThrow('dispose tensors');
});

test('an instance goes on working when the heap grows', async () => {
  await setBackend('wasm');
  expect(largestError(productOnBackend(), expected)).toBeLessThan(tolerance);
  const instance = nativeModule(wasmBackend());
  const large = tfjs.zeros([2 ** 25]);
  expect(largestError(productOnBackend(), expected)).toBeLessThan(tolerance);
  expect(nativeModule(wasmBackend())).toBe(instance);
  large.dispose();
});

test('two wasm backends have an instance each', async () => {
  await setBackend('wasm');
  const first = wasmBackend();
  tfjs.registerBackend('another-wasm', findBackendFactory('wasm'));
  copyRegisteredKernels('wasm', 'another-wasm');
  await setBackend('another-wasm');
  const second = wasmBackend();
  expect(second).not.toBe(first);
  expect(nativeModule(second)).not.toBe(nativeModule(first));
  for (const name of ['another-wasm', 'wasm', 'another-wasm']) {
    await setBackend(name);
    expect(largestError(productOnBackend(), expected)).toBeLessThan(tolerance);
  }
});

test('a backend that was removed and started anew has a new instance', async () => {
  await setBackend('wasm');
  const factory = findBackendFactory('wasm');
  const before = wasmBackend();
  tfjs.removeBackend('wasm');
  tfjs.registerBackend('wasm', factory);
  await setBackend('wasm');
  expect(wasmBackend()).not.toBe(before);
  expect(largestError(productOnBackend(), expected)).toBeLessThan(tolerance);
});

test('without SIMD the stock products stay, with one warning', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  const refuse = jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
    throw new WebAssembly.CompileError('SIMD unsupported');
  });
  const own = getKernel('BatchMatMul', 'wasm').kernelFunc;
  await jest.isolateModulesAsync(async () => {
    jest.doMock('@tensorflow/tfjs-core', () => tfjs);
    jest.doMock('@tensorflow/tfjs-backend-wasm', () => ({}));
    const { registerTrainingKernels, trainingKernelNames } = await import('../src/index.js');
    registerTrainingKernels();
    expect(trainingKernelNames).toContain('MaxPoolGrad');
    expect(trainingKernelNames).not.toContain('BatchMatMul');
  });
  expect(getKernel('BatchMatMul', 'wasm').kernelFunc).toBe(own);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0][0]).toMatch(/no WebAssembly SIMD.*setBackend\('cpu'\)/);
  refuse.mockRestore();
  warn.mockRestore();
});
