import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The heap of tfjs's module. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly malloc: (bytes: number) => number;
  readonly free: (address: number) => void;
}

/** Members that Emscripten adds to the module and that are not in tfjs's types. */
interface Emscripten {
  readonly _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
  /** With threads the memory is created outside the module, otherwise inside it. */
  readonly wasmMemory?: WebAssembly.Memory;
  readonly asm: { readonly memory: WebAssembly.Memory };
}

export function heapOf({ wasm }: BackendWasm): Heap {
  const { _malloc, _free, wasmMemory, asm } = wasm as unknown as Emscripten;
  return { memory: wasmMemory ?? asm.memory, malloc: _malloc, free: _free };
}

/**
 * Allocates bytes of the heap and returns their address.
 *
 * @param what What needs the bytes, for the error message if there is not enough memory.
 */
export function allocate({ malloc }: Heap, bytes: number, what: string): number {
  // Emscripten's addresses are signed; those above 2 GiB are returned as negative numbers.
  const address = malloc(bytes) >>> 0;
  if (address === 0) {
    throw new Error(
      `${what} needs ${bytes} bytes, which the wasm backend's heap of at most 4 GiB does not have: dispose tensors, ` +
        'or take a smaller batch.',
    );
  }
  return address;
}

/** Calls `use` with the address of newly allocated bytes of the heap, and frees them when it returns. */
export function withScratch<Result>(
  backend: BackendWasm,
  bytes: number,
  use: (address: number) => Result,
): Result {
  const heap = heapOf(backend);
  const address = allocate(heap, bytes, 'A kernel');
  try {
    return use(address);
  } finally {
    heap.free(address);
  }
}
