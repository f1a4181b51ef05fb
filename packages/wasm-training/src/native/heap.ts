import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The heap of tfjs's module. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly malloc: (bytes: number) => number;
  readonly free: (address: number) => void;
}

/** What Emscripten made of the module and tfjs does not type. */
interface Emscripten {
  readonly _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
  /** With threads the memory is made outside of the module, otherwise in it. */
  readonly wasmMemory?: WebAssembly.Memory;
  readonly asm: { readonly memory: WebAssembly.Memory };
}

export function heapOf({ wasm }: BackendWasm): Heap {
  const { _malloc, _free, wasmMemory, asm } = wasm as unknown as Emscripten;
  return { memory: wasmMemory ?? asm.memory, malloc: _malloc, free: _free };
}

/**
 * The address of that many new bytes of the heap.
 *
 * @param what Needs them, for the message where there are none.
 */
export function allocate({ malloc }: Heap, bytes: number, what: string): number {
  // Emscripten's addresses are signed; above 2 GiB they come back negative.
  const address = malloc(bytes) >>> 0;
  if (address === 0) {
    throw new Error(
      `${what} needs ${bytes} bytes, which the wasm backend's heap of at most 4 GiB has not got: dispose tensors, ` +
        'or take a smaller batch.',
    );
  }
  return address;
}

/** Calls `use` with the address of that many bytes of the heap, which are its own until it returns. */
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
