import type { LabelSetResult } from '../report/result.js';

/** Decides label sets in chunks, here or in workers. */
export interface ChunkDecider {
  /** How many label sets form a chunk, and how many chunks may be in progress at a time. */
  readonly chunkSize: number;
  readonly chunksAtOnce: number;
  /** One result per set, in order. */
  decide(chunk: readonly Int32Array[]): Promise<LabelSetResult[]>;
  dispose(): Promise<void> | void;
}
