import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import { type ClassifierInput, verifyMatrix, type VerifyReport } from '../../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-workers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A script for workers: the source of the one that a build has, after `before`. */
function script(name: string, before = ''): string {
  const path = join(folder, `${name}.cjs`);
  const from = JSON.stringify(join(__dirname, '../../src/worker.ts'));
  writeFileSync(
    path,
    `process.env.TSX_TSCONFIG_PATH = ${JSON.stringify(resolve(__dirname, '../../../../tsconfig.json'))};
    ${before}
    require(${JSON.stringify(require.resolve('tsx/cjs'))});
    require(${from});`,
  );
  return path;
}

const marker = join(folder, 'crashed');
const crash = (condition: string) => `require('node:worker_threads').parentPort.on('message', () => {
  if (${condition}) { require('node:fs').writeFileSync(${JSON.stringify(marker)}, ''); process.exit(1); }
});`;
const worker = script('worker');
const crashing = script('crashing', crash(`!require('node:fs').existsSync(${JSON.stringify(marker)})`));
const hopeless = script('hopeless', crash('true'));

const weights = gaussianMatrix(8, 3, 5);
const sets = allLabelSets(8);
const twice = [...sets, ...sets.slice(0, 40)];
const proofs = ({ results }: VerifyReport) =>
  results.map(({ labels, verdict, method }) => [...labels, verdict, method].join());

test.each<{ mode?: 'verdict' | 'radius' } & Omit<ClassifierInput, 'weights'>>([
  { mode: 'verdict' },
  { mode: 'radius' },
  { bias: [1, 0, -1, 0.5, 0, 0.2, -0.3, 0] },
  { projection: { weights: gaussianMatrix(3, 5, 6), bias: [1, 0, -1] }, featureRange: 'nonNegative' },
])('two workers give the results of none, in the order of the input: %j', async ({ mode, ...others }) => {
  const input = { weights, ...others };
  const options = { ...(mode && { mode }), certificates: true };
  const report = await verifyMatrix(input, twice, { ...options, workers: 2, workerUrl: worker });
  expect(proofs(report)).toEqual(proofs(await verifyMatrix(input, twice, options)));
  expect(report.results[0].witness ?? report.results[0].multipliers).toBeDefined();
});

test('a worker that crashes costs its sets a second attempt, and no answer', async () => {
  const report = await verifyMatrix({ weights }, sets, { workers: 2, workerUrl: crashing });
  expect(existsSync(marker)).toBe(true);
  expect(proofs(report)).toEqual(proofs(await verifyMatrix({ weights }, sets)));
});

test('workers that always crash end the run with their error', async () => {
  const run = verifyMatrix({ weights }, sets, { workers: 2, workerUrl: hopeless });
  await expect(run).rejects.toThrow(/A worker failed 2 times/);
});

test('an abort ends the workers; a checkpoint has whole lines', async () => {
  const checkpoint = join(folder, 'run.jsonl');
  const controller = new AbortController();
  const onProgress = ({ done }: { done: number }) => done === 200 && controller.abort();
  const options = { workers: 2, workerUrl: worker, checkpoint, onProgress, signal: controller.signal };
  await expect(verifyMatrix({ weights }, sets, options)).rejects.toThrow('abort');
  const lines = readFileSync(checkpoint, 'utf8').split('\n').slice(0, -1);
  for (const line of lines) JSON.parse(line);
  const report = await verifyMatrix({ weights }, sets, { workers: 2, workerUrl: worker, checkpoint });
  expect(proofs(report)).toEqual(proofs(await verifyMatrix({ weights }, sets)));
});

test('an abort does not wait for the sets that workers have at hand, and starts no new worker for them', async () => {
  const started = join(folder, 'started');
  const silent = join(folder, 'silent.cjs');
  writeFileSync(
    silent,
    `require('node:fs').appendFileSync(${JSON.stringify(started)}, '.');
    const never = () => new Promise(() => setInterval(() => undefined, 1000));
    require(${JSON.stringify(require.resolve('workerpool'))}).worker({ decide: never });`,
  );
  const controller = new AbortController();
  const options = { workers: 2, workerUrl: silent, signal: controller.signal };
  // Two chunks of 16 for each worker, and one more set that has to wait.
  const onProgress = ({ done }: { done: number }) =>
    done === 63 && setImmediate(() => controller.abort(new Error('enough')));
  await expect(verifyMatrix({ weights }, sets, { ...options, onProgress })).rejects.toThrow('enough');
  await new Promise((resolve) => setTimeout(resolve, 300)); // for a worker that should not be there
  expect(readFileSync(started, 'utf8').length).toBeLessThanOrEqual(2);
});

test.each<[string, object, RegExp]>([
  ['a number of workers below one', { workers: 0 }, /workers must be an integer from 1 to/],
  ['a time limit below 0', { workers: 2, timeLimit: -1 }, /^timeLimit must be a finite number, 0 or more/],
])('%s is refused', async (_, options, message) => {
  await expect(verifyMatrix({ weights }, sets, options)).rejects.toThrow(message);
});
