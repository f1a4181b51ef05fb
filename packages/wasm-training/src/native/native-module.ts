import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { heapOf } from './heap.js';
import { plain, plainShared, relaxed, relaxedShared } from './modules.js';
import type { NativeExports } from './native-exports.js';

const instances = new WeakMap<BackendWasm, NativeExports>();

/** Our WebAssembly module on the heap of a backend: one instance for each backend, freed with it. */
export function nativeModule(backend: BackendWasm): NativeExports {
  let instance = instances.get(backend);
  if (!instance) instances.set(backend, (instance = instantiate(heapOf(backend).memory)));
  return instance;
}

/**
 * Whether this engine can run the module. It needs 128-bit SIMD; and Chrome before version 115 cannot compile
 * a module of this size synchronously on a page's main thread.
 */
export function hasNativeModule(): boolean {
  try {
    compile(relaxed, plain);
    return true;
  } catch {
    return false;
  }
}

function instantiate(memory: WebAssembly.Memory): NativeExports {
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  const module = shared ? compile(relaxedShared, plainShared) : compile(relaxed, plain);
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as NativeExports;
}

/** Compiles the module synchronously, because kernels are synchronous. */
function compile(fast: string, safe: string): WebAssembly.Module {
  const bytes = bytesOf(fast);
  return new WebAssembly.Module(WebAssembly.validate(bytes) ? bytes : bytesOf(safe));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
