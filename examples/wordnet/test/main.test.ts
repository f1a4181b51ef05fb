import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProgram } from '@argmaxable/test-support/processes';
import type { ModelResult, RunResult } from '../src/result.js';

const tiny =
  '-n 60 --examples 900 --held-out 100 -d 3 -s 4 --epochs 3 --embedding 16 --batch-size 32 --backend wasm'.split(
    ' ',
  );

const root = resolve(__dirname, '../../..');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'argmaxable-wordnet-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The main job as a process of its own. */
const start = (...args: string[]) => startProgram(root, 'examples/wordnet/src/main.ts', ...args);

function resultIn(name: string): RunResult {
  return JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8')) as RunResult;
}

/** What must not depend on whether a run was interrupted; `as` makes a number comparable. */
function outcome({ name, epochs, verification }: ModelResult, as: (value: number) => unknown): unknown {
  const { model, classifier } = verification;
  const numbers = epochs.map(({ loss, f1At10, microF1 }) => [as(loss), as(f1At10), as(microF1)]);
  const counts = [model, classifier].map((verdicts) => ({ ...verdicts, seconds: null }));
  return { name, numbers, counts };
}

test('trains, verifies, saves, loads in a fresh process and reports', async () => {
  const { code, output } = await start(...tiny, '-o', join(folder, 'whole')).ended;
  expect([code, output]).toEqual([0, expect.stringContaining('the same outputs to the last bit')]);
  const { models, data, unreachable } = resultIn('whole');
  expect([data.labels, data.train, data.heldOut]).toEqual([60, 800, 100]);
  const [bsl, prior, , ...dft] = models;
  expect(models.map(({ kind }) => kind)).toEqual([
    'bsl',
    'bslPrior',
    'bslFrequencies',
    'dft',
    'dftFrequencies',
  ]);
  expect(prior.outputParameters).toBe(bsl.outputParameters + 16 + 1);
  for (const { kind, verification, seeds } of models) {
    const { model, classifier, sets, featureRange, projection } = verification;
    expect(sets).toHaveLength(data.distinctHeldOutSets);
    expect(featureRange).toContain('any');
    // What no features of the last matrix give, none that come out of the projection give.
    expect(sets.filter((set) => set.model === 'argmaxable' && set.classifier === 'unargmaxable')).toEqual([]);
    expect(model.unargmaxable).toBeGreaterThanOrEqual(classifier.unargmaxable);
    expect(model.confirmed).toBeLessThanOrEqual(model.argmaxable);
    const radii = sets.map(({ radius }) => radius);
    if (kind.endsWith('Frequencies')) expect(new Set(radii)).toEqual(new Set([null]));
    else expect(radii.filter((radius) => radius! > 0)).toHaveLength(classifier.argmaxable);
    expect(seeds).toMatchObject([
      { seed: 1, model: model.unargmaxable, classifier: classifier.unargmaxable },
    ]);
    expect(projection.rank).toBe(Math.min(16, projection.features));
  }
  expect(bsl.verification.classifier.unargmaxable).toBeGreaterThan(0);
  for (const { verification } of dft) {
    expect(verification.classifier).toMatchObject({ unargmaxable: 0, guaranteed: data.distinctHeldOutSets });
  }
  const subject = unreachable!.predictedBy.find(({ model }) => model === unreachable!.model);
  expect(subject).toMatchObject({ verdict: 'unargmaxable', exactly: 0 });
  expect(output).toContain(`${unreachable!.model} can never predict the labels of '${unreachable!.lemma}'`);
  expect(output).toContain('it was not chosen for these sizes');
  const report = readFileSync(join(folder, 'whole/report.html'), 'utf8');
  expect(report).toContain('<svg');
});

test('--tune chooses each rate on validation examples, and --seeds trains each model again', async () => {
  const few =
    '-n 60 --examples 400 --held-out 50 -d 3 -s 1 -k 3 --epochs 1 --embedding 8 --backend wasm'.split(' ');
  const args = [...few, '--tune', '0.01', '1e30', '--seeds', '2', '-o', join(folder, 'tuned')];
  const { code, output } = await start(...args).ended;
  expect([code, output]).toEqual([0, expect.stringContaining('validation micro-F1 at 0.01: ')]);
  const { models, tuning, ratesFrom } = resultIn('tuned');
  expect(ratesFrom).toBe('tuned');
  for (const { name } of models) {
    const rates = tuning!.tried.filter(({ head }) => head === name).map(({ learningRate }) => learningRate);
    expect(rates.slice(0, 3)).toEqual([0.01, 1e30, 0.005]); // the best of the first two is an end of them
  }
  expect(tuning!.tried.filter(({ learningRate }) => learningRate === 1e30)).toMatchObject(
    models.map(() => ({ microF1: 0 })),
  );
  for (const { learningRate, seeds } of models) {
    expect(learningRate).toBeLessThanOrEqual(0.01);
    expect(seeds.map(({ seed }) => seed)).toEqual([1, 2]);
  }
  const [first, second] = models[0].seeds;
  expect(first.f1At10).not.toBe(second.f1At10);
  expect(existsSync(join(folder, 'tuned/models/bsl-d3-seed2/model.json'))).toBe(true);
});

test('Ctrl-C leaves the checkpoint of the last epoch, and --resume ends as if nothing had happened', async () => {
  const output = join(folder, 'resumed');
  const { child, ended } = start(...tiny, '-o', output);
  const checkpoint = join(output, 'checkpoints/bsl-d3/model.json');
  child.stdout!.on('data', (data) => /epoch 2 /.test(String(data)) && child.kill('SIGINT'));
  const interrupted = await ended;
  expect([interrupted.code, interrupted.output]).toEqual([130, expect.stringContaining('--resume --output')]);
  expect(existsSync(checkpoint)).toBe(true);
  expect(existsSync(join(output, 'result.json'))).toBe(false);

  const { code } = await start('--resume', '-o', output, '--backend', 'wasm').ended;
  expect(code).toBe(0);
  // Tfjs restores Adam's powers of beta by pow, not by the products that made them: the last bits can differ.
  const expected = resultIn('whole').models.map((model) =>
    outcome(model, (value) => expect.closeTo(value, 4)),
  );
  expect(resultIn('resumed').models.map((model) => outcome(model, (value) => value))).toEqual(expected);
});

test.each([
  [['--labels', '2.5'], 'It must be an integer, 10 or more.'],
  [['--epoch', '3'], 'Did you mean --epochs?'],
  [['--learning-rate', '0'], 'It must be a number, above 0.'],
  [['--examples', '1e3'], 'It must be an integer, 2 or more.'],
  [['-s', ''], 'It must be an integer, 0 or more.'],
  [['--tune', '0'], 'It must be a number, above 0.'],
  [['--tune', '--learning-rate', '1'], 'cannot be used with'],
  [['--epsilon', '0x10'], 'It must be a number, above 0.'],
  [['surprise'], 'too many arguments'],
  [
    ['-n', '60', '-k', '30', '--examples', '200', '--held-out', '20'],
    'k must be an integer from 1 to 29; got 30.',
  ],
  [
    ['--examples', '10', '--held-out', '10'],
    'examples must be an integer from 11 to 82191; got 10. 10 are held out.',
  ],
  [['-n', '99999'], 'numLabels must be an integer from 1 to 17161; got 99999.'],
  [['--resume'], '--resume found no run in'],
  [
    ['-n', '60', '--examples', '110', '--held-out', '100', '-k', '2', '--tune'],
    'takes as many validation examples as are held out, 100, from the 10',
  ],
  [['--resume', '--epochs', '9'], "option '--resume' cannot be used with option '--epochs <count>'"],
  [['--backend', 'gpu'], 'got "gpu"'],
])('refuses %j and says why', async (args, message) => {
  const { code, output } = await start(...args, '-o', join(folder, 'none')).ended;
  expect([code, output]).toEqual([1, expect.stringContaining(message)]);
  expect(output).not.toContain('    at ');
});

test('a run of another version is not gone on with', async () => {
  const output = join(folder, 'other');
  mkdirSync(output);
  writeFileSync(join(output, 'settings.json'), '{"features":[3]}');
  const { code, output: said } = await start('--resume', '-o', output).ended;
  expect([code, said]).toEqual([1, expect.stringContaining('another version wrote it')]);
});

test('--help lists the options', async () => {
  const { code, output } = await start('--help').ended;
  expect([code, output]).toEqual([0, expect.stringContaining('--learning-rate')]);
});
