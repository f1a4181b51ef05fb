import { optionValues } from '@argmaxable/cli';
import { Command, Option } from 'commander';

const { defined, integer, integers, number } = optionValues;

/** What decides a run's results, and so what `--resume` takes from the run it goes on with. */
export interface Settings {
  /** Labels n. */
  readonly labels: number;
  /** Examples in all, held-out ones included. */
  readonly examples: number;
  readonly heldOut: number;
  /** Widths d: one bottlenecked model each. */
  readonly features: readonly number[];
  /** k of the DFT model; null for the most labels active in one example. */
  readonly k: number | null;
  readonly slack: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Adam's. */
  readonly epsilon: number;
  readonly embeddingSize: number;
  readonly seed: number;
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

/** Ends in a few minutes on two cores. */
const small: Settings = {
  labels: 2000,
  examples: 20_000,
  heldOut: 2000,
  features: [18],
  k: null,
  slack: 16,
  epochs: 6,
  batchSize: 128,
  learningRate: 0.005,
  epsilon: EPSILON,
  embeddingSize: 128,
  seed: 1,
};

/** All of WordNet, at the size of MIMIC-III in arXiv 2310.10443. */
const full: Settings = {
  labels: 8921,
  examples: 82_191,
  heldOut: 5000,
  features: [25, 50],
  k: null,
  slack: 25,
  epochs: 6,
  batchSize: 256,
  learningRate: 0.003,
  epsilon: EPSILON,
  embeddingSize: 256,
  seed: 1,
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
      features: given.features,
      k: given.k,
      slack: given.slack,
      epochs: given.epochs,
      batchSize: given.batchSize,
      learningRate: given.learningRate,
      epsilon: given.epsilon,
      embeddingSize: given.embedding,
      seed: given.seed,
    }),
  };
  return { settings, backend: given.backend, output: given.output, resume: given.resume ?? false };
}

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
  epsilon?: number;
  embedding?: number;
  seed?: number;
  backend?: string;
  output: string;
  resume?: boolean;
}

/** The options that decide a run's results: a resumed run has them already. */
const settingOptions: (keyof Given)[] = [
  ...(['labels', 'examples', 'heldOut', 'features', 'k', 'slack'] as const),
  ...(['epochs', 'batchSize', 'learningRate', 'epsilon', 'embedding', 'seed'] as const),
];

function command(): Command {
  const or = (key: Exclude<keyof Settings, 'k'>) =>
    `(default: ${String(small[key])}; --full: ${String(full[key])})`;
  return new Command('npm start --')
    .description(
      'Tags WordNet nouns with their hypernyms: trains a bottlenecked (BSL) and a DFT output layer, evaluates them, and ' +
        'verifies which held-out label sets each can predict at all, and which its last matrix alone.',
    )
    .option('--full', 'the whole of WordNet at n = 8921: minutes instead of one')
    .option('-n, --labels <n>', `labels: the n most frequent hypernyms ${or('labels')}`, integer(10))
    .option('--examples <count>', `examples in all, drawn at random ${or('examples')}`, integer(2))
    .option('--held-out <count>', `examples held out of them ${or('heldOut')}`, integer(1))
    .option('-d, --features <d...>', `widths of the BSL, one model each ${or('features')}`, integers(1))
    .option(
      '-k, --k <k>',
      'active labels that the last matrix of the DFT layer guarantees (default: the most in one example)',
      integer(1),
    )
    .option('-s, --slack <s>', `trainable columns of the DFT layer ${or('slack')}`, integer(0))
    .option('--epochs <count>', `passes over the training examples ${or('epochs')}`, integer(1))
    .option('--batch-size <count>', `examples per step ${or('batchSize')}`, integer(1))
    .option('--learning-rate <rate>', `of Adam ${or('learningRate')}`, number('above 0'))
    .option('--epsilon <value>', `of Adam ${or('epsilon')}`, number('above 0'))
    .option('--embedding <size>', `size of the word embeddings ${or('embeddingSize')}`, integer(1))
    .option(
      '--seed <seed>',
      `decides split, starting weights and order of examples ${or('seed')}`,
      integer(0),
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
