import { worker } from 'workerpool';
import type { LabelSetResult } from './report/result.js';
import { SetDecider } from './deciding/set-decider.js';
import type { Job } from './deciding/workers/job.js';

/*
 * The script that runs in a worker. In Node `verify` and `verifyMatrix` start it themselves. In a browser the
 * page needs a script that imports '@argmaxable/verify/worker'; its URL is the option `workerUrl`.
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
