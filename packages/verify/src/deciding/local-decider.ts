import type { LabelSetResult } from '../report/result.js';
import type { ChunkDecider } from './chunk-decider.js';
import type { SetDecider } from './set-decider.js';

/** Decides here, in this thread, one label set at a time. */
export class LocalDecider implements ChunkDecider {
  readonly chunkSize = 1;
  readonly chunksAtOnce = 1;

  constructor(private readonly sets: SetDecider) {}

  async decide([labels]: readonly Int32Array[]): Promise<LabelSetResult[]> {
    return [await this.sets.decide(labels)];
  }

  dispose(): void {
    this.sets.dispose();
  }
}
