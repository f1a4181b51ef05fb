import { plain } from '../../native/modules.js';

/** An instance of `assembly/`, with its own memory. Addresses are in bytes; `layout.ts` describes them. */
export interface NativeSolver {
  readonly memory: WebAssembly.Memory;
  /**
   * Call it once, before all else: it reserves memory for the rows whose margins are computed and for a
   * problem's candidates. 0 if there is not enough memory.
   */
  allocate(numRows: number, numFeatures: number, mostCandidates: number): number;
  reserve(candidates: number): number;
  price(): number;
  priceSome(count: number): number;
  /** Sets whether `lower` and `upper` count from now on: 0 or 1. */
  setBounded(are: number): void;
  /** Drops the active rows, and frees all coordinates. */
  clear(): void;
  solve(candidates: number, mostSteps: number, slack: number, boundSlack: number): number;
  push(distance: number, negligible: number): number;
  rebase(distance: number): void;
  refine(): void;
  /** The parts of `solve`, on the row at an address: for tests. */
  project(row: number): number;
  add(candidate: number, length: number): void;
  drop(place: number): number;
  readonly bytes32: WebAssembly.Global<'i32'>;
  readonly bytes64: WebAssembly.Global<'i32'>;
  readonly rows: WebAssembly.Global<'i32'>;
  readonly signs: WebAssembly.Global<'i32'>;
  readonly offsets: WebAssembly.Global<'i32'>;
  readonly margins: WebAssembly.Global<'i32'>;
  readonly some: WebAssembly.Global<'i32'>;
  readonly direction: WebAssembly.Global<'i32'>;
  readonly x: WebAssembly.Global<'i32'>;
  readonly goal: WebAssembly.Global<'i32'>;
  readonly lower: WebAssembly.Global<'i32'>;
  readonly upper: WebAssembly.Global<'i32'>;
  readonly normals: WebAssembly.Global<'i32'>;
  readonly bounds: WebAssembly.Global<'i32'>;
  readonly candidates: WebAssembly.Global<'i32'>;
  readonly active: WebAssembly.Global<'i32'>;
  readonly multipliers: WebAssembly.Global<'i32'>;
  readonly combination: WebAssembly.Global<'i32'>;
  /** Number of active rows. */
  readonly size: WebAssembly.Global<'i32'>;
  /**
   * The candidate that entered last, -1 if it was a bound; and that bound's coordinate, -1 if it was a
   * candidate.
   */
  readonly entering: WebAssembly.Global<'i32'>;
  readonly enteringBound: WebAssembly.Global<'i32'>;
}

let compiled: WebAssembly.Module | null | undefined;

/** A new instance, which the garbage collector frees with its memory; null in engines without SIMD. */
export function nativeSolver(): NativeSolver | null {
  if (compiled === undefined) {
    const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
    compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled && (new WebAssembly.Instance(compiled).exports as unknown as NativeSolver);
}
