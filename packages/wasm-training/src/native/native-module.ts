import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DftExports } from '../dft/dft-exports.js';
import type { LossExports } from '../losses/loss-exports.js';
import type { OptimizerExports } from '../optimizers/optimizer-exports.js';
import type { RowsExports } from './rows-exports.js';
import type { MatmulExports } from './matmul-exports.js';
import { plain, plainShared, relaxed, relaxedShared } from './modules.js';
import type { WindowsExports } from './windows-exports.js';

/**
 * What the module exports. Sizes are counts of numbers unless they say bytes; pointers are addresses on the
 * backend's heap.
 */
export type NativeModule = MatmulExports &
  WindowsExports &
  RowsExports &
  DftExports &
  LossExports &
  OptimizerExports;

const instances = new WeakMap<BackendWasm, NativeModule>();

/** Our WebAssembly module on the heap of a backend: one instance for each backend, gone with it. */
export function nativeModule(backend: BackendWasm): NativeModule {
  let instance = instances.get(backend);
  if (!instance) instances.set(backend, (instance = instantiate(memoryOf(backend))));
  return instance;
}

/**
 * Whether this engine runs the module: it needs 128-bit SIMD, and on a page's main thread Chrome before
 * version 115 compiles nothing of this size at once.
 */
export function hasNativeModule(): boolean {
  try {
    compile(relaxed, plain);
    return true;
  } catch {
    return false;
  }
}

function instantiate(memory: WebAssembly.Memory): NativeModule {
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  const module = shared ? compile(relaxedShared, plainShared) : compile(relaxed, plain);
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as NativeModule;
}

/** Compiles at once, because kernels are synchronous. */
function compile(fast: string, safe: string): WebAssembly.Module {
  const bytes = bytesOf(fast);
  return new WebAssembly.Module(WebAssembly.validate(bytes) ? bytes : bytesOf(safe));
}

/**
 * What Emscripten made and tfjs does not type: with threads the memory is made outside of the module,
 * otherwise in it.
 */
interface EmscriptenModule {
  wasmMemory?: WebAssembly.Memory;
  asm: { memory: WebAssembly.Memory };
}

function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const { wasmMemory, asm } = backend.wasm as unknown as EmscriptenModule;
  return wasmMemory ?? asm.memory;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
