/// <reference types="node" />
import { ValueError } from '@argmaxable/core';
import { pool } from 'workerpool';
import type { ChunkDecider } from '../chunk-decider.js';
import type { LabelSetResult } from '../../report/result.js';
import { type Job, sharedClassifier } from './job.js';

/** How often a chunk is tried before its failure ends the run. */
const attempts = 2;

let jobs = 0;

/** Decides label sets in worker threads (Node) or Web Workers. `dispose` ends them. */
export class WorkerDecider implements ChunkDecider {
  /**
   * So many that a message costs little compared with its sets, and so few that workers finish at about the
   * same time.
   */
  readonly chunkSize = 16;
  readonly chunksAtOnce: number;
  private readonly pool: ReturnType<typeof pool>;
  private readonly job: Job;
  private disposed = false;

  constructor(job: Omit<Job, 'id'>, workers: number, workerUrl: string | undefined) {
    this.job = { ...job, id: `${Date.now()} ${jobs++}`, classifier: sharedClassifier(job.classifier) };
    this.chunksAtOnce = 2 * workers;
    this.pool = pool(workerUrl ?? ownScript(), {
      maxWorkers: workers,
      minWorkers: workers,
      workerType: typeof process === 'undefined' ? 'web' : 'thread',
    });
  }

  /** If a worker crashes, another worker tries its chunk again. */
  async decide(chunk: readonly Int32Array[]): Promise<LabelSetResult[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.pool.exec('decide', [this.job, chunk])) as LabelSetResult[];
      } catch (error) {
        if (this.disposed) throw error;
        if (attempt === attempts) {
          throw new Error(`A worker failed ${attempts} times: ${(error as Error).message}`, { cause: error });
        }
      }
    }
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.pool.terminate(true);
  }
}

/** The worker script beside this file; in Node, the CommonJS build always runs. */
function ownScript(): string {
  if (typeof __dirname === 'string') return `${__dirname}/../../worker.js`;
  throw new ValueError(
    'workerUrl',
    undefined,
    "given in browsers: the URL of a script that imports '@argmaxable/verify/worker'",
  );
}
