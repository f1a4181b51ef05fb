import { optionValues } from '@argmaxable/cli';
import { Command, Option } from 'commander';
import { type Canvas, canvases } from './canvas.js';

const { defined, integer, number } = optionValues;

/** What decides a run's results. */
export interface Settings {
  readonly canvas: Canvas;
  /** Training images of each digit alone, of each pair of digits, and of each triple; as many for testing. */
  readonly singles: number;
  readonly pairs: number;
  readonly triples: number;
  /** Features d of the network whose output layer is trained. */
  readonly features: number;
  readonly epochs: number;
  /** Epochs from one measurement to the next. */
  readonly every: number;
  readonly batchSize: number;
  /** Of SGD with momentum, at the start; it falls along a cosine to a thousandth. */
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly featureDecay: number;
  readonly seed: number;
}

export interface Options {
  readonly settings: Settings;
  /** Backend to force; undefined for the best one installed. */
  readonly backend: string | undefined;
  readonly output: string;
  readonly report: boolean;
}

const defaults: Settings = {
  canvas: 'side',
  singles: 50,
  pairs: 10,
  triples: 4,
  features: 64,
  epochs: 100,
  every: 5,
  batchSize: 32,
  learningRate: 0.07,
  weightDecay: 5e-4,
  featureDecay: 0.01,
  seed: 1,
};

/**
 * Reads the command line. Prints and exits for `--help` and for arguments that are not allowed.
 *
 * @param args What comes after `npm run mlab-mnist --`.
 */
export function parseOptions(args: readonly string[]): Options {
  const program = command();
  const { backend, output, report, ...given } = program.parse(args, { from: 'user' }).opts<Given>();
  const settings = { ...defaults, ...defined(given) };
  if (settings.epochs % settings.every !== 0) {
    program.error(
      `error: --epochs must be a multiple of --every, so that the last epoch is measured; got ${settings.epochs} and ${settings.every}.`,
    );
  }
  return { settings, backend, output, report };
}

type Given = Partial<Settings> & Omit<Options, 'settings'>;

function command(): Command {
  const or = (key: keyof Settings): string => `(default: ${defaults[key]})`;
  return new Command('npm run mlab-mnist --')
    .description(
      'Multi-label MNIST: trains a small conv net with the pick-all-labels loss, once with a trained linear output layer and once ' +
        'with a fixed simplex frame (ETFOutput), and measures how far neural collapse goes.',
    )
    .addOption(
      new Option(
        '--canvas <how>',
        `how digits share an image: side by side, or over each other ${or('canvas')}`,
      ).choices(Object.keys(canvases)),
    )
    .option('--singles <count>', `training images of each digit alone ${or('singles')}`, integer(2))
    .option('--pairs <count>', `of each of the 45 pairs of digits ${or('pairs')}`, integer(1))
    .option('--triples <count>', `of each of the 120 triples ${or('triples')}`, integer(1))
    .option('-d, --features <d>', `features of the trained output layer ${or('features')}`, integer(10))
    .option('--epochs <count>', `passes over the training images ${or('epochs')}`, integer(1))
    .option('--every <count>', `epochs from one measurement to the next ${or('every')}`, integer(1))
    .option('--batch-size <count>', `images per step ${or('batchSize')}`, integer(1))
    .option(
      '--learning-rate <rate>',
      `of SGD with momentum, at the start ${or('learningRate')}`,
      number('above 0'),
    )
    .option('--weight-decay <rate>', `of all kernels ${or('weightDecay')}`, number('0 or more'))
    .option('--feature-decay <rate>', `of the features ${or('featureDecay')}`, number('0 or more'))
    .option('--seed <seed>', `decides images, starting weights and order ${or('seed')}`, integer(0))
    .option(
      '--backend <name>',
      'tfjs backend: tfjs-node-gpu, tfjs-node, wasm or cpu (default: the best installed)',
    )
    .option('-o, --output <folder>', 'where the results go', 'output/mlab-mnist')
    .option('--no-report', 'write result.json alone, without the page')
    .helpOption('-h, --help', 'show this help')
    .allowExcessArguments(false);
}
