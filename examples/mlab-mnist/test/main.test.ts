import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProgram } from '@argmaxable/test-support/processes';
import type { RunResult } from '../src/result.js';

const tiny = '--singles 2 --pairs 1 --triples 1 --epochs 2 --every 1 -d 12 --backend wasm'.split(' ');

const root = resolve(__dirname, '../../..');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'argmaxable-mnist-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (...args: string[]) => startProgram(root, 'examples/mlab-mnist/src/main.ts', ...args).ended;

function resultIn(name: string): RunResult {
  return JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8')) as RunResult;
}

test('trains both networks, measures, and reports; the seed decides all figures', async () => {
  const runs = [
    start(...tiny, '-o', join(folder, 'side')),
    start(...tiny, '-o', join(folder, 'again'), '--no-report'),
  ];
  for (const { code, output } of await Promise.all(runs)) {
    expect([code, output]).toEqual([0, expect.stringContaining('parameters, output layer')]);
  }

  const { models, data, samples } = resultIn('side');
  expect([data.train, data.test, data.imageSize]).toEqual([185, 185, 56]);
  expect(models.map(({ name, outputParameters }) => [name, outputParameters])).toEqual([
    ['linear d=12', 120],
    ['ETF d=10', 0],
  ]);
  for (const { epochs } of models) {
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    for (const { train, test, ...figures } of epochs) {
      for (const value of Object.values(figures)) expect(value).toBeGreaterThanOrEqual(0);
      for (const value of [train.iou, train.rPrecision, test.iou, test.rPrecision]) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(1);
      }
    }
    expect(epochs[1].loss).toBeLessThan(epochs[0].loss);
    expect(epochs[1].loss).toBeGreaterThan(epochs[1].pickAllLabels); // by the decays
  }
  expect(models[1].epochs[0].nc2Classifier).toBeLessThan(1e-6); // a frame but for the rounding of float32
  expect(samples.map(({ digits }) => digits.length).sort()).toEqual(
    [1, 2, 3].flatMap((m) => Array<number>(6).fill(m)),
  );
  for (const { digits, predictions } of samples) {
    expect(predictions.map((prediction) => prediction.digits.length)).toEqual([digits.length, digits.length]);
  }

  const report = readFileSync(join(folder, 'side/report.html'), 'utf8');
  expect(report.split('<svg').length - 1).toBe(8);
  expect(report.split('<img').length - 1).toBe(18);
  expect(report).not.toMatch(/NaN|undefined|Infinity|\[object|⚠/);
  expect(report).not.toMatch(/<(script|link|iframe|object|embed)\b|\s(href|xlink:href)=|src="(?!data:)/i);

  const again = resultIn('again');
  expect(again.models.map(({ epochs }) => epochs)).toEqual(models.map(({ epochs }) => epochs));
  expect(again.samples).toEqual(samples);
  expect(existsSync(join(folder, 'again/report.html'))).toBe(false);
});

test('refuses what is not allowed and says why', async () => {
  const cases: [string[], string][] = [
    [['--singles', '1'], 'It must be an integer, 2 or more.'],
    [['--weight-decay', ' 5 '], 'It must be a number, 0 or more.'],
    [['--canvas', 'under'], 'Allowed choices are side, over.'],
    [['--epochs', '7', '--every', '2'], '--epochs must be a multiple of --every'],
    [[...tiny, '--learning-rate', '1e9'], 'Try a lower --learning-rate.'],
  ];
  const ends = await Promise.all(cases.map(([args]) => start(...args, '-o', join(folder, 'none'))));
  ends.forEach(({ code, output }, i) => {
    expect([code, output]).toEqual([1, expect.stringContaining(cases[i][1])]);
    expect(output).not.toContain('    at ');
  });
});

test('--help lists the options', async () => {
  const { code, output } = await start('--help');
  expect([code, output]).toEqual([0, expect.stringContaining('--feature-decay')]);
});
