import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { allocate, type Heap, heapOf } from '../native/heap.js';
import { recordBytes, writeRecord } from '../native/record.js';
import { dftTables as layout } from '../native/records.js';
import { dftPlan } from './dft-plan.js';
import { absent, dftTables, type TableName } from './dft-tables.js';

/**
 * If the tables have more bytes than this, the least recently used ones are freed; the tables in use always
 * stay.
 */
const limit = 2 ** 26;

const headerBytes = recordBytes(layout);

function padded(bytes: number): number {
  return 16 * Math.ceil(bytes / 16);
}

/** The tables of truncated DFTs on the heap of one backend; each is built at its first use. */
export class DftCache {
  /** The tables by the size of the DFT; the most recently used ones are last. */
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
    const tables = Object.entries(dftTables(plan));
    const bytes = tables.reduce((sum, [, table]) => sum + padded(table.byteLength), headerBytes);
    const address = allocate(this.heap, bytes, `The truncated DFT of n = ${n}, k = ${k}`);
    const { memory } = this.heap;
    const bytesOfHeap = new Uint8Array(memory.buffer);
    const header = { ...absent, ...plan };
    let end = address + headerBytes;
    for (const [name, table] of tables) {
      bytesOfHeap.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), end);
      header[name as TableName] = end;
      end += padded(table.byteLength);
    }
    writeRecord(memory, address, layout, header);
    return { address, bytes };
  }

  private evict(): void {
    for (const [key, { address, bytes }] of this.tables) {
      if (this.bytes <= limit) return;
      this.tables.delete(key);
      this.bytes -= bytes;
      this.heap.free(address);
    }
  }
}

const caches = new WeakMap<BackendWasm, DftCache>();

/** The tables of each backend; they are freed with the backend. */
export function dftCache(backend: BackendWasm): DftCache {
  let cache = caches.get(backend);
  if (!cache) caches.set(backend, (cache = new DftCache(heapOf(backend))));
  return cache;
}
