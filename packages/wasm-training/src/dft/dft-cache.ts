import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { dftPlan } from './dft-plan.js';
import { dftTables } from './dft-tables.js';

/** Emscripten's part of the backend, which tfjs does not type. */
export interface Heap {
  _malloc(bytes: number): number;
  _free(address: number): void;
  /** The heap's bytes; another view after the heap grows. */
  readonly HEAPU8: Uint8Array;
}

/**
 * Tables beyond this many bytes are given back, those first that were used longest ago; the tables in use
 * always stay.
 */
const limit = 2 ** 26;

/** The tables of truncated DFTs on the heap of one backend, built at their first use. */
export class DftCache {
  /** By size of the DFT; the one used last comes last. */
  private readonly tables = new Map<string, { address: number; bytes: number }>();
  private bytes = 0;

  constructor(private readonly heap: Heap) {}

  /** Address of the `DftTables` of n labels and k frequencies, valid until the next call. */
  get(n: number, k: number): number {
    const key = `${n} ${k}`;
    let entry = this.tables.get(key);
    if (entry) {
      this.tables.delete(key);
    } else {
      entry = this.store(n, k);
      this.bytes += entry.bytes;
      this.evict();
    }
    this.tables.set(key, entry);
    return entry.address;
  }

  private store(n: number, k: number) {
    const plan = dftPlan(n, k);
    const tables = dftTables(plan);
    // The header: n, k, half, taps, and where the tables lie; the dense one comes first, as
    // `assembly/dft-tables.ts` has it.
    const header = new Uint32Array(12);
    const parts = [header, ...tables].map(({ byteLength }) => 16 * Math.ceil(byteLength / 16));
    const bytes = parts.reduce((sum, size) => sum + size);
    const address = this.heap._malloc(bytes) >>> 0;
    if (address === 0) {
      throw new Error(
        `The truncated DFT of n = ${n}, k = ${k} needs ${bytes} bytes, which the wasm heap has not got.`,
      );
    }
    let end = address;
    const places = parts.map((size) => (end += size) - size);
    header.set([n, k, plan.half, plan.taps]);
    header.set(places.slice(1), plan.half === 0 ? 4 : 5);
    [header, ...tables].forEach((part, i) => {
      this.heap.HEAPU8.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), places[i]);
    });
    return { address, bytes };
  }

  private evict(): void {
    for (const [key, { address, bytes }] of this.tables) {
      if (this.bytes <= limit) return;
      this.tables.delete(key);
      this.bytes -= bytes;
      this.heap._free(address);
    }
  }
}

const caches = new WeakMap<BackendWasm, DftCache>();

/** The tables on a backend's heap; they go with the backend. */
export function dftCache(backend: BackendWasm): DftCache {
  let cache = caches.get(backend);
  if (!cache) caches.set(backend, (cache = new DftCache(backend.wasm as unknown as Heap)));
  return cache;
}
