import type { Start, Times } from './measure.js';
import type { Sizes } from './sizes.js';

/** A backend in a process or page of its own, so that stock kernels and ours never meet. */
export interface Site {
  /** What is registered there, for the table. */
  readonly name: string;
  readonly sizes: Sizes;
  readonly starts: Record<string, Start>;
  turn(rounds: number): Promise<Record<string, Times>>;
  close(): Promise<void>;
}

/** What a site in Node is told to set up. */
export interface Settings {
  readonly backend: string;
  /** Whether `@argmaxable/wasm-training` is there. */
  readonly ours: boolean;
  readonly sizes: Sizes;
}
