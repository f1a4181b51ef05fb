/**
 * Measures memory on the wasm backend's heap: tensors and what kernels allocate beside them. tfjs's own
 * `profile` and `memory` count tensors that share their memory, such as those that the tape keeps, as often
 * as there are tensors.
 */
import { backend } from '@tensorflow/tfjs-core';

/** Emscripten's part of the backend. */
interface Emscripten {
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

/**
 * Counts what is allocated from now on; the returned function gives the most bytes that lay there at once
 * while `run` ran, those counted before and still there included.
 */
export function heapMeter(): (run: () => void) => number {
  const { wasm } = backend() as unknown as { wasm: Emscripten };
  wasm._free(wasm._malloc(1)); // Emscripten replaces both at their first call.
  const { _malloc: malloc, _free: free } = wasm;
  // By unsigned address: Emscripten gives those above 2 GiB as negative numbers.
  const sizes = new Map<number, number>();
  let [used, peak] = [0, 0];
  wasm._malloc = (bytes) => {
    const address = malloc(bytes);
    sizes.set(address >>> 0, bytes);
    used += bytes;
    peak = Math.max(peak, used);
    return address;
  };
  wasm._free = (address) => {
    used -= sizes.get(address >>> 0) ?? 0;
    sizes.delete(address >>> 0);
    free(address);
  };
  return (run) => {
    peak = used;
    run();
    return peak;
  };
}
