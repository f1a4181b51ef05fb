import type { LabelSetResult } from '../report/result.js';

/** Decides label sets by the chunk, here or in workers. */
export interface ChunkDecider {
  /** Label sets that are decided at once, and chunks that may be under way at a time. */
  readonly chunkSize: number;
  readonly chunksAtOnce: number;
  /** One result per set, in order. */
  decide(chunk: readonly Int32Array[]): Promise<LabelSetResult[]>;
  dispose(): Promise<void> | void;
}
