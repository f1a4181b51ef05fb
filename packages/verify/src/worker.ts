import { worker } from 'workerpool';
import type { LabelSetResult } from './report/verify-report.js';
import { Solvers } from './deciding/set-decider.js';
import type { Job } from './deciding/workers/job.js';

/*
 * What runs in a worker: `verify` and `verifyMatrix` start it themselves in Node; in a browser, a script of
 * the page that imports '@argmaxable/verify/worker' is it, and its URL is the option `workerUrl`.
 */
let current: { readonly id: string; readonly solvers: Solvers } | null = null;

async function decide(job: Job, chunk: readonly Int32Array[]): Promise<LabelSetResult[]> {
  if (current?.id !== job.id) {
    current?.solvers.dispose();
    const { classifier, question, highsUrl } = job;
    const locateFile = highsUrl === undefined ? undefined : () => highsUrl;
    current = { id: job.id, solvers: new Solvers(classifier, question, locateFile) };
  }
  const results: LabelSetResult[] = [];
  for (const labels of chunk) results.push(await current.solvers.decide(labels));
  return results;
}

worker({ decide });
