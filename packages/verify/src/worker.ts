import { worker } from 'workerpool';
import type { LabelSetResult } from './report/result.js';
import { SetDecider } from './deciding/set-decider.js';
import type { Job } from './deciding/workers/job.js';

/*
 * What runs in a worker: `verify` and `verifyMatrix` start it themselves in Node; in a browser, a script of
 * the page that imports '@argmaxable/verify/worker' is it, and its URL is the option `workerUrl`.
 */
let current: { readonly id: string; readonly sets: SetDecider } | null = null;

async function decide(job: Job, chunk: readonly Int32Array[]): Promise<LabelSetResult[]> {
  if (current?.id !== job.id) {
    current?.sets.dispose();
    const { classifier, question, highsUrl } = job;
    const locateFile = highsUrl === undefined ? undefined : () => highsUrl;
    current = { id: job.id, sets: new SetDecider(classifier, question, locateFile) };
  }
  const results: LabelSetResult[] = [];
  for (const labels of chunk) results.push(await current.sets.decide(labels));
  return results;
}

worker({ decide });
