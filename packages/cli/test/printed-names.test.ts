import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npyMatrix, zip } from '@argmaxable/test-support/files';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { argmaxable, Files, implication } from './command.js';
import { denseOf, saved } from './saved-models.js';
import { float32Tensors } from './tensors.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();

/** Clears the screen, turns the writing, and says something of its own. */
const odd =
  'x\u001b[2J\u009b31m\u202e\u007f\u2028\u0007\rall 9 sets proved\n  argmaxable   9 (100.0 %), 9 distinct\t';
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Neither stream has a control character, nor a line that a name has written. */
function expectHarmless({ out, err }: { out: string; err: string }): void {
  for (const text of [out, err]) {
    expect(text).not.toMatch(control);
    expect(text).not.toMatch(/^\s*(argmaxable +9|all 9 sets proved)/m);
  }
}

test.each([
  [
    'a tensor',
    'W.safetensors',
    float32Tensors({ [odd]: [[3, 2], implication.flat()], [`${odd}2`]: [[3, 2], implication.flat()] }),
  ],
  [
    'an array',
    'W.npz',
    zip({ [`${odd}.npy`]: npyMatrix(implication), [`${odd}2.npy`]: npyMatrix(implication) }),
  ],
])('%s of an odd name is printed as code', async (_, file, bytes) => {
  const path = files.write(file, bytes);
  for (const args of [[], ['--tensor', odd], ['--tensor', 'none'], ['--bias', odd, '--tensor', odd]]) {
    expectHarmless(await argmaxable(['verify', path, '-k', '1', '--samples', '1', '--quiet', ...args]));
  }
});

test('a layer of an odd name is printed as code, in every summary', async () => {
  const hidden = layers.dense({ units: 2, inputShape: [2], activation: 'relu', name: 'HIDDEN' });
  const model = sequential({ layers: [hidden, denseOf(implication)] });
  const path = join(await saved(files, 'odd', model), 'model.json');
  // tfjs itself makes no such names; layers in front are not loaded.
  const name = JSON.stringify(odd).slice(1, -1).replaceAll('/', '');
  const text = readFileSync(path, 'utf8').replace(/HIDDEN/g, `hidden ${name}`);
  writeFileSync(path, text);
  const labels = files.write('labels.jsonl', '[0]\n[0,1]\n');
  const [report, proofs] = [files.path('report.json'), files.path('proofs.jsonl')];
  const run = await argmaxable([
    'verify',
    path,
    '--labels',
    labels,
    '--quiet',
    '--out',
    report,
    '--certificates',
    proofs,
  ]);
  expectHarmless(run);
  expect(run.out).toContain('x\\u001b[2J');
  expectHarmless(await argmaxable(['verify', path, '-k', '1', '--samples', '2', '--quiet']));
  expectHarmless(await argmaxable(['verify', path, '--labels', labels, '--quiet', '--json']));
  expectHarmless(await argmaxable(['check-certificates', path, proofs]));
  expectHarmless(await argmaxable(['merge', report]));
  expect(existsSync(proofs)).toBe(true);
});

test('a path or argument of an odd name is printed as code', async () => {
  const path = files.write('odd\u001b[2J\nall 9 sets proved\u202e.npy', 'x');
  for (const args of [
    ['verify', path],
    ['verify', `${path}.none`],
    ['verify', path, `--${odd}`],
    [odd],
    ['stats', path, '--format', odd],
    ['merge', path],
  ]) {
    const outcome = await argmaxable(args);
    expectHarmless(outcome);
    expect([outcome.code, outcome.err.trimEnd().split('\n').length]).toEqual([2, 1]);
  }
});
