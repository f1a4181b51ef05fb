import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Emscripten's part of the backend, which tfjs does not type in full. */
interface Emscripten {
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
}

/**
 * Where a tensor's numbers lie on the heap. The address stays, whatever else is allocated; a tensor that
 * still lies on another backend is brought over.
 */
export function addressOf(backend: BackendWasm, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/** The addresses of some tensors' numbers, in their order. */
export function addressesOf(backend: BackendWasm, ...tensors: TensorInfo[]): number[] {
  return tensors.map((tensor) => addressOf(backend, tensor));
}

/** Calls `use` with the address of that many bytes of the heap, which are its own until it returns. */
export function withScratch<Result>(
  backend: BackendWasm,
  bytes: number,
  use: (address: number) => Result,
): Result {
  const { _malloc, _free } = backend.wasm as unknown as Emscripten;
  // Emscripten's addresses are signed; above 2 GiB they come back negative.
  const address = _malloc(bytes) >>> 0;
  if (address === 0) {
    throw new Error(
      `The wasm backend has no ${bytes} bytes left on its heap of at most 4 GiB: dispose tensors, or take a smaller batch.`,
    );
  }
  try {
    return use(address);
  } finally {
    _free(address);
  }
}

/** Calls `use` with the address of a copy of the integers on the heap. */
export function withIntegers<Result>(
  backend: BackendWasm,
  integers: Int32Array,
  use: (address: number) => Result,
): Result {
  return withScratch(backend, integers.byteLength, (address) => {
    const { HEAPU8 } = backend.wasm as unknown as Emscripten;
    HEAPU8.set(new Uint8Array(integers.buffer, integers.byteOffset, integers.byteLength), address);
    return use(address);
  });
}
