import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { heapOf, withScratch } from './heap.js';

/**
 * The fields of a record in their order in memory, 4 bytes each. `records.ts` has the records of `assembly/`,
 * one for each class there.
 */
export type RecordLayout = Readonly<Record<string, 'i32' | 'u32' | 'f32'>>;

export type Values<Fields extends RecordLayout> = Readonly<Record<keyof Fields, number>>;

/** The size in bytes: a multiple of 16, so that the memory after a record is aligned. */
export function recordBytes(layout: RecordLayout): number {
  return 16 * Math.ceil(Object.keys(layout).length / 4);
}

/** Writes a record's values at an address. */
export function writeRecord<Fields extends RecordLayout>(
  { buffer }: WebAssembly.Memory,
  address: number,
  layout: Fields,
  values: Values<Fields>,
): void {
  const view = new DataView(buffer, address, recordBytes(layout));
  let at = 0;
  for (const field in layout) {
    if (layout[field] === 'f32') view.setFloat32(at, values[field], true);
    else view.setUint32(at, values[field], true);
    at += 4;
  }
}

/**
 * Calls `use` with the address of a record on the heap.
 *
 * @param values Returns the values; called with the address of scratch memory of the requested size.
 */
export function withRecord<Fields extends RecordLayout, Result>(
  backend: BackendWasm,
  layout: Fields,
  values: (scratch: number) => Values<Fields>,
  use: (address: number) => Result,
  scratchBytes = 0,
): Result {
  const size = recordBytes(layout);
  return withScratch(backend, size + scratchBytes, (address) => {
    writeRecord(heapOf(backend).memory, address, layout, values(address + size));
    return use(address);
  });
}
