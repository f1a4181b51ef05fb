/// <reference types="node" />
import { ValueError } from '@argmaxable/core';
import { pool } from 'workerpool';
import type { ChunkDecider } from '../chunk-decider.js';
import type { LabelSetResult } from '../../report/result.js';
import { type Job, shared } from './job.js';

/** A chunk is sent this often before its failure is the run's. */
const attempts = 2;

let jobs = 0;

/** Decides label sets in worker threads (Node) or Web Workers. `dispose` ends them. */
export class WorkerDecider implements ChunkDecider {
  /** Enough for a message to cost little beside its sets, and few enough for workers to end together. */
  readonly chunkSize = 16;
  readonly chunksAtOnce: number;
  private readonly pool: ReturnType<typeof pool>;
  private readonly job: Job;
  private disposed = false;

  constructor(job: Omit<Job, 'id'>, workers: number, workerUrl: string | undefined) {
    this.job = { ...job, id: `${Date.now()} ${jobs++}`, classifier: shared(job.classifier) };
    this.chunksAtOnce = 2 * workers;
    this.pool = pool(workerUrl ?? ownScript(), {
      maxWorkers: workers,
      minWorkers: workers,
      workerType: typeof process === 'undefined' ? 'web' : 'thread',
    });
  }

  /** A worker that crashes costs its chunk a second attempt, by another worker. */
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

/** The worker script beside this file; in Node it is always the CommonJS build that runs. */
function ownScript(): string {
  if (typeof __dirname === 'string') return `${__dirname}/../../worker.js`;
  throw new ValueError(
    'workerUrl',
    undefined,
    "given in browsers: the URL of a script that imports '@argmaxable/verify/worker'",
  );
}
