import { isDeepStrictEqual } from 'node:util';
import { optionValues } from '@argmaxable/cli';
import { Command, Option } from 'commander';
import { type HeadKind, headKinds } from './heads.js';
import type { LearningRates } from './rates.js';

const { defined, integer, integers, number, numbers } = optionValues;

/** What decides a run's results, and so what `--resume` takes from the run it goes on with. */
export interface Settings {
  /** Labels n. */
  readonly labels: number;
  /** Examples in all, held-out ones included. */
  readonly examples: number;
  readonly heldOut: number;
  /** Widths d: a bottlenecked model without prior, one with it, and a DFT model each. */
  readonly widths: readonly number[];
  /** k of the DFT models; null for the most labels active in one example. */
  readonly k: number | null;
  /** Trained columns of the DFT models; null for as many as cost no more parameters than the width. */
  readonly slack: number | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRates: LearningRates;
  /** Rates to choose each head's own from, on validation examples; null for `learningRates`. */
  readonly tune: readonly number[] | null;
  /** Adam's. */
  readonly epsilon: number;
  readonly embeddingSize: number;
  /** Decides the split; starting weights and the order of examples are those of `seed`, `seed + 1`, ... */
  readonly seed: number;
  /** How many times each model is trained. */
  readonly seeds: number;
}

export interface Options {
  readonly settings: Settings;
  /** Backend to force; undefined for the best one installed. */
  readonly backend: string | undefined;
  readonly output: string;
  readonly resume: boolean;
}

/**
 * PyTorch's. The loss is a mean over examples and labels, which makes gradients so small that tfjs's default,
 * 1e-7, slows the training down (docs/results.md).
 */
const EPSILON = 1e-8;

/** The rates that `--tune` tries unless it is told others. */
const tried = [0.005, 0.01, 0.02, 0.03, 0.05, 0.1];

/** Ends in a few minutes on two cores. The rates were found by `npm start -- --tune`. */
const small: Settings = {
  labels: 2000,
  examples: 20_000,
  heldOut: 2000,
  widths: [10],
  k: null,
  slack: null,
  epochs: 6,
  batchSize: 128,
  learningRates: { bsl: 0.05, bslPrior: 0.05, bslFrequencies: 0.03, dft: 0.05, dftFrequencies: 0.1 },
  tune: null,
  epsilon: EPSILON,
  embeddingSize: 128,
  seed: 1,
  seeds: 1,
};

/**
 * All of WordNet, at the size of MIMIC-III in arXiv 2310.10443. The rates were found by `npm start -- --full
 * --tune 0.01 0.02 0.05`.
 */
const full: Settings = {
  labels: 8921,
  examples: 82_191,
  heldOut: 5000,
  widths: [10, 26],
  k: null,
  slack: null,
  epochs: 6,
  batchSize: 256,
  learningRates: {
    bsl: { 10: 0.05, 26: 0.02 },
    bslPrior: 0.02,
    bslFrequencies: 0.02,
    dft: { 10: 0.05, 26: 0.02 },
    dftFrequencies: { 10: 0.05, 26: 0.02 },
  },
  tune: null,
  epsilon: EPSILON,
  embeddingSize: 256,
  seed: 1,
  seeds: 1,
};

/**
 * Reads the command line. Prints and exits for `--help` and for arguments that are not allowed.
 *
 * @param args What comes after `npm start --`.
 */
export function parseOptions(args: readonly string[]): Options {
  const given = command().parse(args, { from: 'user' }).opts<Given>();
  const base = given.full ? full : small;
  const settings = {
    ...base,
    ...defined({
      labels: given.labels,
      examples: given.examples,
      heldOut: given.heldOut,
      widths: given.features,
      k: given.k,
      slack: given.slack,
      epochs: given.epochs,
      batchSize: given.batchSize,
      learningRates: given.learningRate === undefined ? undefined : sameForAll(given.learningRate),
      tune: given.tune === true ? tried : given.tune,
      epsilon: given.epsilon,
      embeddingSize: given.embedding,
      seed: given.seed,
      seeds: given.seeds,
    }),
  };
  return { settings, backend: given.backend, output: given.output, resume: given.resume ?? false };
}

/** Where the rates of a run come from that does not tune them. */
export function ratesFrom(settings: Settings): 'stored' | 'other' | 'given' {
  const base = [small, full].find(({ learningRates }) =>
    isDeepStrictEqual(learningRates, settings.learningRates),
  );
  if (base === undefined) return 'given';
  const decisive = [
    'labels',
    'examples',
    'heldOut',
    'k',
    'slack',
    'epochs',
    'batchSize',
    'epsilon',
    'embeddingSize',
  ] as const;
  const same = decisive.every((key) => base[key] === settings[key]);
  return same && settings.widths.every((width) => base.widths.includes(width)) ? 'stored' : 'other';
}

const sameForAll = (rate: number): LearningRates =>
  Object.fromEntries(headKinds.map((kind) => [kind, rate])) as Record<HeadKind, number>;

interface Given {
  full?: boolean;
  labels?: number;
  examples?: number;
  heldOut?: number;
  features?: number[];
  k?: number;
  slack?: number;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  tune?: number[] | true;
  epsilon?: number;
  embedding?: number;
  seed?: number;
  seeds?: number;
  backend?: string;
  output: string;
  resume?: boolean;
}

/** The options that decide a run's results: a resumed run has them already. */
const settingOptions: (keyof Given)[] = [
  ...(['labels', 'examples', 'heldOut', 'features', 'k', 'slack'] as const),
  ...(['epochs', 'batchSize', 'learningRate', 'tune', 'epsilon', 'embedding'] as const),
  ...(['seed', 'seeds'] as const),
];

function command(): Command {
  const or = (key: Exclude<keyof Settings, 'k' | 'slack' | 'tune' | 'learningRates'>): string =>
    `(default: ${String(small[key])}; --full: ${String(full[key])})`;
  return new Command('npm start --')
    .description(
      'Tags WordNet nouns with their hypernyms: trains bottlenecked output layers (BSL), without a start and ' +
        "from the labels' frequencies, and DFT output layers of no more parameters; evaluates them; and verifies which " +
        'held-out label sets each can predict at all.',
    )
    .option('--full', 'the whole of WordNet at n = 8921: minutes instead of one')
    .option('-n, --labels <n>', `labels: the n most frequent hypernyms ${or('labels')}`, integer(10))
    .option('--examples <count>', `examples in all, drawn at random ${or('examples')}`, integer(2))
    .option('--held-out <count>', `examples held out of them ${or('heldOut')}`, integer(1))
    .option('-d, --features <d...>', `widths: five models each ${or('widths')}`, integers(1))
    .option(
      '-k, --k <k>',
      'active labels that the DFT layers guarantee (default: the most in one example)',
      integer(1),
    )
    .option(
      '-s, --slack <s>',
      'trained columns of the DFT layers (default: as many as cost no more parameters than the width)',
      integer(0),
    )
    .option('--epochs <count>', `passes over the training examples ${or('epochs')}`, integer(1))
    .option('--batch-size <count>', `examples per step ${or('batchSize')}`, integer(1))
    .addOption(
      new Option(
        '--learning-rate <rate>',
        'of Adam, for all models (default: each its own, as --tune chose it)',
      )
        .argParser(number('above 0'))
        .conflicts('tune'),
    )
    .option(
      '--tune [rates...]',
      `choose each model's rate on validation examples first (from ${tried.join(', ')} unless rates are given, and halves and doubles beyond where the best is an end)`,
      numbers('above 0'),
    )
    .option('--epsilon <value>', `of Adam ${or('epsilon')}`, number('above 0'))
    .option('--embedding <size>', `size of the word embeddings ${or('embeddingSize')}`, integer(1))
    .option(
      '--seed <seed>',
      `decides split, starting weights and order of examples ${or('seed')}`,
      integer(0),
    )
    .option(
      '--seeds <count>',
      `train each model so many times, with this and the next seeds, on one split ${or('seeds')}`,
      integer(1),
    )
    .option(
      '--backend <name>',
      'tfjs backend: tfjs-node-gpu, tfjs-node, wasm or cpu (default: the best installed)',
    )
    .option('-o, --output <folder>', 'where models, checkpoints and the report go', 'output')
    .addOption(
      new Option(
        '--resume',
        'go on from the last checkpoint in the output folder, with the settings of that run',
      ).conflicts(['full', ...settingOptions]),
    )
    .helpOption('-h, --help', 'show this help')
    .allowExcessArguments(false);
}
