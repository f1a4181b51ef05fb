import '@tensorflow/tfjs-backend-cpu';
import type { MetricJSON } from '../src/index.js';

// prettier-ignore
const targets = [[1, 0, 0], [0, 1, 0]];
// prettier-ignore
const probabilities = [[0.9, 0.2, 0.1], [0.3, 0.8, 0.4]];

let warn: jest.SpyInstance<void, [string]>;

/** Warnings are said once per process: each test has the package anew. */
async function metrics() {
  jest.resetModules();
  const { LabelSets } = await import('@argmaxable/core');
  return { LabelSets, ...(await import('../src/index.js')) };
}

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation() as typeof warn;
});

afterEach(() => warn.mockRestore());

const warnings = (): string[] =>
  warn.mock.calls.map(([text]) => text).filter((text) => /probabilit/.test(text));

test('probabilities against the threshold of logits are warned of, once per metric', async () => {
  const { f1Score, hammingLoss } = await metrics();
  expect(f1Score(targets, probabilities, { average: 'micro' })).toBe(0.5);
  expect(warnings()).toHaveLength(1);
  expect(warnings()[0]).toMatch(
    /^f1Score: all scores lie between 0 and 1.*threshold: 0\.5.*threshold: 0 if they are not/,
  );
  f1Score(targets, probabilities);
  f1Score.perLabel(targets, probabilities);
  expect(warnings()).toHaveLength(1);
  hammingLoss(targets, probabilities);
  expect(warnings()[1]).toMatch(/^hammingLoss: /);
});

test('a threshold that is given, logits, 0 and 1, and label sets are not warned of', async () => {
  const { LabelSets, f1Score, accuracyScore, multiLabelReport, averagePrecisionScore } = await metrics();
  expect(f1Score(targets, probabilities, { average: 'micro', threshold: 0.5 })).toBe(1);
  f1Score(targets, probabilities, { threshold: 0 });
  // prettier-ignore
  f1Score(targets, [[0.9, 0.2, 0.1], [0.3, 0.8, -0.4]]);
  // prettier-ignore
  f1Score(targets, [[0.9, 0.2, 0.1], [0.3, 1.8, 0.4]]);
  expect(accuracyScore(targets, targets)).toBe(1);
  expect(accuracyScore(targets, LabelSets.fromMultiHot(targets))).toBe(1);
  multiLabelReport(targets, probabilities, { threshold: 0.5 });
  averagePrecisionScore(targets, probabilities);
  expect(warnings()).toEqual([]);
});

test('it counts what all examples are, over batches, merges and JSON', async () => {
  const { F1Score } = await metrics();
  const [ofLogits, half, rest] = [new F1Score(), new F1Score(), new F1Score()];
  ofLogits.update(targets, probabilities); // by chance between 0 and 1
  // prettier-ignore
  ofLogits.update(targets, [[1, -2, 3], [0.5, 0.1, -1]]);
  ofLogits.result();
  expect(warnings()).toEqual([]);
  half.update(targets, probabilities);
  rest.update(targets, probabilities);
  F1Score.fromJSON(JSON.parse(JSON.stringify(half)) as MetricJSON)
    .merge(rest)
    .result();
  expect(warnings()).toHaveLength(1);
});

test('the report warns once, for all that is in it', async () => {
  const { multiLabelReport } = await metrics();
  multiLabelReport(targets, probabilities);
  expect(warnings()).toHaveLength(1);
  expect(warnings()[0]).toMatch(/^multiLabelReport: /);
});

test('softmax of probabilities is warned of', async () => {
  const { intersectionOverUnion } = await metrics();
  // prettier-ignore
  intersectionOverUnion(targets, [[2, 0, -1], [0, 3, 0]]);
  expect(warnings()).toEqual([]);
  intersectionOverUnion(targets, probabilities);
  expect(warnings()[0]).toMatch(/^intersectionOverUnion: .*give logits/);
});
