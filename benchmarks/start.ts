/**
 * What the start of the output layer gives: `BSLOutput` and `DFTOutput` without a prior, started at one prior
 * through the constant column, with a label bias, and started at each label's own frequency. F1@10 and
 * micro-F1 on held-out glosses of WordNet, means and standard deviations over seeds; a seed draws the
 * examples and the weights. Prints a table and writes benchmarks/results/start.json.
 *
 * Each start has its own learning rate: that of the highest F1@10 on validation examples, which are neither
 * trained on nor held out, with the first seed. All else is equal: encoder, Adam, epochs, examples.
 *
 * Run it with `node scripts/run.mjs benchmarks/start.ts`. Options: --rates NUMBERS, comma-separated; --seeds
 * COUNT; --only TEXT, for the rows whose name has it.
 */
import { parseArgs } from 'node:util';
import { type LabelSets, seededRandom } from '@argmaxable/core';
import { labelFrequencies } from '@argmaxable/data';
import { type DatasetSettings, loadDataset, MeanOfWords } from '@argmaxable/example-wordnet';
import { BSLOutput, DFTOutput, type DFTOutputArgs } from '@argmaxable/layers';
import { oneVersusAll } from '@argmaxable/losses';
import { F1AtK, F1Score } from '@argmaxable/metrics';
import { useBackend } from '@argmaxable/node';
import { adam } from '@argmaxable/optimizers';
import { dispose, type Tensor, tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { writeResults } from './common/results.js';

const { values: options } = parseArgs({
  options: {
    rates: { type: 'string', default: '.01,.03,.06' },
    seeds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
});
const rates = options.rates.split(',').map(Number);
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1);
const [units, embedding, epochs, batchSize, slack, features] = [2000, 128, 6, 128, 16, 18];
const validationSize = 2000;
const settings: Omit<DatasetSettings, 'seed'> = { labels: units, examples: 20_000, heldOut: 2000 };
await useBackend('wasm', { log: false });

type Start = Pick<DFTOutputArgs, 'priorBias' | 'useBias' | 'labelFrequencies'>;
/** Starts by what they are, for the frequencies of the training examples. */
const starts: Record<string, (frequencies: Float64Array) => Start> = {
  'no prior': () => ({ priorBias: false }),
  'constant column at the prior': () => ({}),
  'label bias from 0': () => ({ priorBias: false, useBias: true }),
  'label bias from frequencies': (frequencies) => ({ priorBias: false, labelFrequencies: frequencies }),
  'constant column at the prior, label bias from 0': () => ({ useBias: true }),
  'constant column from 0, label bias from frequencies': (frequencies) => ({ labelFrequencies: frequencies }),
};

interface Part {
  readonly tokens: readonly Int32Array[];
  readonly labelSets: LabelSets;
}
interface Parts {
  readonly training: Part;
  readonly validation: Part;
  readonly heldOut: Part;
  readonly words: number;
  readonly meanActive: number;
  readonly maxActive: number;
}
interface Scores {
  readonly f1At10: number;
  readonly microF1: number;
}

function partsOf(seed: number): Parts {
  const { train, heldOut, vocabulary, meanActive, maxActive } = loadDataset({ ...settings, seed });
  const all = [...train.tokens.keys()];
  const part = (rows: number[]): Part => ({
    tokens: rows.map((row) => train.tokens[row]),
    labelSets: train.labelSets.select(rows),
  });
  return {
    ...{ heldOut, words: vocabulary.size, meanActive, maxActive },
    validation: part(all.slice(0, validationSize)), // they are in random order
    training: part(all.slice(validationSize)),
  };
}

/** The mean of word embeddings and a ReLU, and the head. (The main job has a leaky ReLU.) */
function build(head: 'BSL' | 'DFT', start: Start, parts: Parts, seed: number): Sequential {
  const { words, meanActive: expectedActive, maxActive: k } = parts;
  const glorot = (part: number) => initializers.glorotUniform({ seed: seed + part });
  const shared = { units, expectedActive, projectionInitializer: glorot(1), ...start };
  return sequential({
    layers: [
      layers.embedding({
        inputDim: words,
        outputDim: embedding,
        inputShape: [null],
        maskZero: true,
        embeddingsInitializer: initializers.randomNormal({ stddev: 1, seed }),
      }),
      new MeanOfWords({ name: 'mean' }),
      layers.reLU(),
      head === 'BSL'
        ? new BSLOutput({ ...shared, features, kernelInitializer: glorot(2) })
        : new DFTOutput({ ...shared, k, slack, slackInitializer: glorot(2) }),
    ],
  });
}

async function train(model: Sequential, part: Part, learningRate: number, seed: number): Promise<void> {
  model.compile({ loss: oneVersusAll, optimizer: adam({ learningRate, epsilon: 1e-8 }) });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = seededRandom(`epoch ${epoch} ${seed}`).permutation(part.tokens.length);
    for (let at = 0; at < order.length; at += batchSize) {
      const [x, labelSets] = batch(part, order.slice(at, at + batchSize));
      const y = labelSets.toPadded();
      await model.trainOnBatch(x, y);
      dispose([x, y]);
    }
  }
  model.optimizer.dispose();
}

function batch(part: Part, rows: readonly number[]): [Tensor2D, LabelSets] {
  const longest = Math.max(1, ...rows.map((row) => part.tokens[row].length));
  const values = new Int32Array(rows.length * longest);
  rows.forEach((row, i) => values.set(part.tokens[row], i * longest));
  return [tensor2d(values, [rows.length, longest], 'int32'), part.labelSets.select(rows)];
}

function evaluate(model: Sequential, part: Part): Scores {
  const [f1At10, microF1] = [new F1AtK({ k: 10 }), new F1Score({ average: 'micro' })];
  for (let at = 0; at < part.tokens.length; at += batchSize) {
    const rows = Array.from(part.tokens.keys()).slice(at, at + batchSize);
    tidy(() => {
      const [x, targets] = batch(part, rows);
      const logits = model.predict(x) as Tensor;
      f1At10.update(targets, logits);
      microF1.update(targets, logits);
    });
  }
  return { f1At10: f1At10.result(), microF1: microF1.result() };
}

async function scoresOf(
  head: 'BSL' | 'DFT',
  start: Start,
  parts: Parts,
  rate: number,
  seed: number,
): Promise<{ validation: Scores; heldOut: Scores; parameters: number }> {
  const model = build(head, start, parts, seed);
  await train(model, parts.training, rate, seed);
  const [validation, heldOut] = [evaluate(model, parts.validation), evaluate(model, parts.heldOut)];
  const parameters = model.layers.at(-1)!.countParams();
  model.dispose();
  console.error(
    `${head}, seed ${seed}, rate ${rate}: F1@10 ${percent(validation.f1At10)} % of validation examples`,
  );
  return { validation, heldOut, parameters };
}

const data = seeds.map(partsOf);
const rows: object[] = [];
console.log('| head | start | trained parameters of the head | rate | F1@10, % | micro-F1, % |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const head of ['BSL', 'DFT'] as const) {
  for (const [name, startFor] of Object.entries(starts)) {
    // A DFT layer has its constant column in any case: it is the fourth row again.
    if (head === 'DFT' && name.startsWith('constant column from 0')) continue;
    if (!`${head}, ${name}`.includes(options.only)) continue;
    const run = (rate: number, at: number) =>
      scoresOf(head, startFor(labelFrequencies(data[at].training.labelSets)), data[at], rate, seeds[at]);
    const tried = [];
    for (const rate of rates) tried.push({ rate, ...(await run(rate, 0)) });
    const best = tried.reduce((a, b) => (b.validation.f1At10 > a.validation.f1At10 ? b : a));
    const all = [best.heldOut];
    for (let at = 1; at < seeds.length; at++) all.push((await run(best.rate, at)).heldOut);
    const row = {
      head: head === 'BSL' ? `BSL d=${features}` : `DFT k=${data[0].maxActive} slack=${slack}`,
      start: name,
      parameters: best.parameters,
      rate: best.rate,
      f1At10: described(all.map(({ f1At10 }) => f1At10)),
      microF1: described(all.map(({ microF1 }) => microF1)),
    };
    rows.push({ ...row, all, validation: tried.map(({ rate, validation }) => ({ rate, ...validation })) });
    console.log(`| ${Object.values(row).join(' | ')} |`);
  }
}
writeResults('start', {
  units,
  embedding,
  epochs,
  batchSize,
  validationSize,
  ...settings,
  rates,
  seeds,
  rows,
});

/** Mean and standard deviation in percent. */
function described(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${percent(mean)} ± ${percent(Math.sqrt(squares / Math.max(1, values.length - 1)))}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
