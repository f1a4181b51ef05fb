import * as modules from '../src/native/modules.js';
import type { NativeModule } from '../src/native/native-module.js';

/** The builds of the module that this engine runs, by name. */
export const variants = (['plain', 'relaxed'] as const).filter((name) =>
  WebAssembly.validate(Buffer.from(modules[name], 'base64')),
);

const compiled = Object.fromEntries(
  variants.map((name) => [name, new WebAssembly.Module(Buffer.from(modules[name], 'base64'))]),
);

/** A module on a memory of its own, which is handed out from the start and never freed. */
export class TestHeap {
  private readonly memory: WebAssembly.Memory;
  private used = 64;
  readonly module: NativeModule;

  /** @param bytes What is going to be asked of it; 64 KiB can be had beside. */
  constructor(variant: (typeof variants)[number], bytes: number) {
    this.memory = new WebAssembly.Memory({ initial: 2 + (bytes >> 16) });
    const instance = new WebAssembly.Instance(compiled[variant], { env: { memory: this.memory } });
    this.module = instance.exports as unknown as NativeModule;
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
