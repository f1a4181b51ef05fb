import { setFlagsFromString } from 'node:v8';
import * as modules from '../src/native/modules.js';
import type { NativeExports } from '../src/native/native-exports.js';
import { type RecordLayout, recordBytes, type Values, writeRecord } from '../src/native/record.js';

/** Every build of the module that this engine runs, by name. */
export const compiled = new Map(
  (['plain', 'relaxed', 'plainShared', 'relaxedShared'] as const).flatMap((name) => {
    const module = compile(Uint8Array.from(Buffer.from(modules[name], 'base64')));
    return module ? [[name, module]] : [];
  }),
);

/** Those with a memory of their own. */
export const variants = (['plain', 'relaxed'] as const).filter((name) => compiled.has(name));

/**
 * Null where the engine lacks an instruction. Node 20 has the relaxed ones behind a flag, which stands for
 * the whole process: it is taken back, so that other tests run the build that users get.
 */
function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module | null {
  if (WebAssembly.validate(bytes)) return new WebAssembly.Module(bytes);
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  } finally {
    setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}

/** A module on a memory of its own, which is handed out from the start and never freed. */
export class TestHeap {
  readonly memory: WebAssembly.Memory;
  private used = 64;
  readonly module: NativeExports;

  /** @param bytes What is going to be asked of it; 64 KiB can be had beside. */
  constructor(variant: (typeof variants)[number], bytes: number) {
    this.memory = new WebAssembly.Memory({ initial: 2 + (bytes >> 16) });
    const instance = new WebAssembly.Instance(compiled.get(variant)!, { env: { memory: this.memory } });
    this.module = instance.exports as unknown as NativeExports;
  }

  floats(values: ArrayLike<number>): { at: number; values: Float32Array } {
    const at = this.allocate(values.length);
    const view = new Float32Array(this.memory.buffer, at, values.length);
    view.set(values);
    return { at, values: view };
  }

  integers(values: ArrayLike<number>): number {
    const at = this.allocate(values.length);
    new Int32Array(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  /** The address of a record. */
  record<Fields extends RecordLayout>(layout: Fields, values: Values<Fields>): number {
    const at = this.allocate(recordBytes(layout) / 4);
    writeRecord(this.memory, at, layout, values);
    return at;
  }

  /** Room for a result, filled with NaN as is the number behind it. */
  room(size: number): { at: number; values: Float32Array; isGuarded: () => boolean } {
    const { at, values } = this.floats(new Float32Array(size + 1).fill(NaN));
    return { at, values: values.subarray(0, size), isGuarded: () => Number.isNaN(values[size]) };
  }

  /** Addresses are multiples of 4 alone, as the rows of a matrix are. */
  private allocate(size: number): number {
    const at = this.used;
    this.used += 4 * size + 4;
    if (this.used > this.memory.buffer.byteLength) throw new Error('TestHeap is full');
    return at;
  }
}
