import { basename } from 'node:path';
import { optionValues } from '@argmaxable/cli';
import { Command, Option } from 'commander';
import { type EncoderName, encoderNames } from './data/encoders.js';
import type { Figure, GridOptions } from './figure.js';

const { defined, integer, integers } = optionValues;

/** What a command line asks for. */
export type Task =
  | {
      readonly kind: 'figure';
      readonly figure: Figure;
      readonly options: GridOptions;
      readonly output: string;
      readonly backend: string | undefined;
    }
  | { readonly kind: 'table'; readonly output: string; readonly page: string };

/** Options of figures, by what they change. */
const gridOptions: Readonly<Record<Figure['options'][number], () => Option[]>> = {
  seeds: () => [new Option('--seeds <count>', 'seeds 1 to count').argParser(integer(1))],
  full: () => [new Option('--full', 'the larger grid: hours instead of minutes')],
  batchSizes: () => [
    new Option(
      '--batch-sizes <count...>',
      'examples a training step; all but the first for some of the losses (default: 128)',
    ).argParser(integers(1)),
  ],
  steps: () => [
    new Option('--steps <count>', 'training steps of each model (default: 600)').argParser(integer(1)),
  ],
  widths: () => [new Option('-d, --widths <d...>', 'widths, and slack of DFT layers').argParser(integers(1))],
  encoder: () => [
    new Option(
      '--encoder <name>',
      "what makes features of words, or of those of a file, 'cnn' aside (default: leaky)",
    ).choices(encoderNames),
  ],
  data: () => [
    new Option(
      '--data <path>',
      'features and label sets of a file in place of WordNet: .arff, .csv, .svm, .txt (XMLC), .jsonl or .npy',
    ),
    new Option(
      '--held-out <path>',
      'such a file with the examples to report on (default: a fifth of --data)',
    ),
  ],
  dataOptions: () => [
    new Option('--labels-xml <path>', "Mulan's XML of label names, for an .arff file"),
    new Option(
      '--label-count <count>',
      'labels of a .csv file, or of an .arff file without XML: its first columns, or with a minus sign its last',
    ).argParser(integer(-(2 ** 31))),
  ],
};

/**
 * Reads the command line. Prints and exits for `--help` and for arguments that are not allowed.
 *
 * @param args What comes after `npm run study --`.
 */
export function parseTask(args: readonly string[], figures: readonly Figure[]): Task {
  let task: Task | undefined;
  const program = new Command('npm run study --')
    .description('The figures of the papers on open data. A command that was stopped goes on where it was.')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('(--help lists commands and options)')
    .allowExcessArguments(false);
  for (const figure of figures) {
    const command = program
      .command(figure.name)
      .description(figure.about)
      .option('--quick', 'a grid of seconds, to try it', false)
      .option('-o, --output <folder>', 'where cells, results and pages go (default: output/study)')
      .option('--backend <name>', 'tfjs backend: tfjs-node-gpu, tfjs-node, wasm or cpu (default: the best)')
      .allowExcessArguments(false);
    for (const name of figure.options) gridOptions[name]().forEach((option) => command.addOption(option));
    command.action((given: Given) => {
      const { quick, output = defaultOutput(quick), backend, labelsXml, labelCount, ...rest } = given;
      const dataOptions = defined({ xml: labelsXml, labelCount });
      const options = { quick, ...rest, ...(Object.keys(dataOptions).length > 0 && { dataOptions }) };
      task = { kind: 'figure', figure, options, output, backend };
    });
  }
  program
    .command('table')
    .description('Writes the tables of all figures that were run into docs/study.md.')
    .option('-o, --output <folder>', 'where the results lie', defaultOutput(false))
    .option('--page <path>', 'the page to write them into', 'docs/study.md')
    .allowExcessArguments(false)
    .action((given: { output: string; page: string }) => {
      task = { kind: 'table', ...given };
    });
  program.parse(args, { from: 'user' });
  return task!;
}

/** Arguments as they stand on pages: without where results go, and files by their names alone. */
export function shownArguments(args: readonly string[]): string {
  const words = args.flatMap((arg) => (arg.startsWith('--') ? arg.split(/=(.*)/s, 2) : [arg]));
  return words
    .filter((word, i) => ![word, words[i - 1]].some((one) => ['-o', '--output', '--backend'].includes(one)))
    .map((word, i, kept) =>
      ['--data', '--held-out', '--labels-xml'].includes(kept[i - 1]) ? basename(word) : word,
    )
    .join(' ');
}

interface Given {
  readonly quick: boolean;
  readonly seeds?: number;
  readonly full?: boolean;
  readonly widths?: number[];
  readonly batchSizes?: number[];
  readonly steps?: number;
  readonly encoder?: EncoderName;
  readonly data?: string;
  readonly heldOut?: string;
  readonly labelsXml?: string;
  readonly labelCount?: number;
  readonly output?: string;
  readonly backend?: string;
}

const defaultOutput = (quick: boolean): string => (quick ? 'output/study-quick' : 'output/study');
