import { printableLine } from '@argmaxable/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CheckedCertificates, checkLines } from '../certificates/check-lines.js';
import { readHead } from '../certificates/head.js';
import { checkPins, type PinOptions, readPins } from '../certificates/pins.js';
import { type NumberedLine, readLines } from '../certificates/read-lines.js';
import { type CertificatesSubject, subjectOf } from '../certificates/subject.js';
import { about } from '../errors/cli-error.js';
import { type Context, printLine } from '../terminal/context.js';
import { exitCode } from '../terminal/exit-code.js';
import { number } from '../option-values.js';
import type { MatrixOptions } from '../weights/weight-matrix.js';
import { addMatrixOptions, modelArgument } from './matrix-options.js';

type Options = MatrixOptions &
  PinOptions & {
    readonly exact?: boolean;
    readonly json?: boolean;
    readonly note?: (text: string) => void;
  };

/** `argmaxable check-certificates MODEL CERTIFICATES.jsonl`. */
export function addCheckCertificates(program: Command, context: Context, end: (code: number) => void): void {
  const command = program
    .command('check-certificates')
    .summary('check the proofs that "verify --certificates" wrote')
    .description(
      'Checks each certificate against the weights, without the solvers that found it: a witness, by its scores; multipliers, ' +
        'by their combination of the rows. Prints what the proofs are about: features, rule, thresholds and eps. ' +
        'With an option for one of these, proofs about anything else are refused. Exit code 0 if all hold, 1 if some do not.',
    )
    .argument('<model>', modelArgument)
    .argument('<certificates>', 'JSON lines that "argmaxable verify --certificates" wrote');
  addMatrixOptions(command)
    .addOption(
      new Option('--rule <name>', 'the rule that the proofs must be about').choices([
        'sign',
        'topK',
        'argmax',
      ]),
    )
    .addOption(
      new Option('--about <what>', 'what the proofs must be about: model or classifier').choices([
        'model',
        'classifier',
      ]),
    )
    .option(
      '--feature-range <range>',
      'the features that the proofs must be about: any, nonnegative, LOWER:UPPER, or observed:FILE.npy',
    )
    .option('--box <R>', 'instead of --feature-range: from -R to R', number('above 0'))
    .option('--eps <radius>', 'the eps that the proofs must be about, or none', epsOrNone)
    .option(
      '--thresholds <numbers>',
      'the thresholds that the proofs must be about: a number for all labels, a file (.npy, JSON array), or none',
    )
    .option('--exact', 'check in exact arithmetic (default: in float64, minus the largest rounding error)')
    .option('--json', 'print JSON')
    .action(async (model: string, path: string, options: Options) =>
      end(await run(model, path, options, context)),
    );
}

function epsOrNone(text: string): number | 'none' {
  if (text === 'none') return text;
  try {
    return number('0 or more')(text);
  } catch {
    throw new InvalidArgumentError("It must be a number, 0 or more, or 'none'.");
  }
}

async function run(model: string, path: string, options: Options, context: Context): Promise<number> {
  const lines = readLines(path);
  try {
    return await checkFile(model, path, lines, options, context);
  } finally {
    await lines.return(undefined); // this closes the file
  }
}

async function checkFile(
  model: string,
  path: string,
  lines: AsyncGenerator<NumberedLine>,
  options: Options,
  context: Context,
): Promise<number> {
  const pins = await readPins(options);
  const { tensor, bias, transpose, note } = options;
  const head = await about(path, async () => {
    const first = await lines.next();
    const read = readHead(first.done ? undefined : first.value);
    checkPins(read, pins);
    return read;
  });
  const subject = await subjectOf(model, head, path, { tensor, bias, transpose, note, range: pins.range });
  const exact = options.exact ?? false;
  const linesSubject = {
    classifier: subject.classifier,
    sets: head.sets,
    epsOf: (verdict: Parameters<CertificatesSubject['epsOf']>[0]) => subject.epsOf(verdict, exact),
  };
  const checked = await about(path, () =>
    checkLines(lines, linesSubject, exact ? 'exact' : 'float64', context.signal),
  );
  printLine(context.stdout, options.json ? toJson(checked, subject) : describe(checked, subject));
  return checked.counts.invalid === 0 ? exitCode.allGood : exitCode.someNot;
}

function toJson(checked: CheckedCertificates, { settings }: CertificatesSubject): string {
  const { about, featureRange, rule, eps, thresholds } = settings;
  return JSON.stringify({ ...checked, settings: { about, featureRange, rule, eps, thresholds } });
}

function describe(
  { arithmetic, counts, invalid }: CheckedCertificates,
  { settings, otherRange }: CertificatesSubject,
): string {
  const { eps } = settings;
  const radius = (words: string): string => (eps === null ? '' : `: a radius ${words} ${eps}`);
  return [
    `About the ${settings.about}: features ${printableLine(settings.featureRange.words)}`,
    `  ${['rule ' + settings.rule, ...epsWords(settings), ...thresholdWords(settings)].join(', ')}`,
    ...(otherRange === null ? [] : [`  not about the default range of features: ${otherRange}`]),
    `Checked in ${arithmetic} arithmetic:`,
    `  argmaxable    ${counts.argmaxable} proved${radius('of at least')}`,
    `  unargmaxable  ${counts.unargmaxable} proved${radius('below')}`,
    ...(counts.guaranteed > 0
      ? [`  undecided     ${counts.guaranteed}, guaranteed for the ideal matrix`]
      : []),
    ...(counts.undecided > 0 ? [`  undecided     ${counts.undecided}, nothing to check`] : []),
    `  invalid       ${counts.invalid}`,
    ...invalid.map(({ line, reason }) => `  line ${line}: ${reason}`),
  ].join('\n');
}

function epsWords({ eps }: CertificatesSubject['settings']): string[] {
  return eps === null ? [] : [`eps ${eps}`];
}

function thresholdWords({ thresholds }: CertificatesSubject['settings']): string[] {
  if (thresholds === undefined || thresholds.length === 0) return [];
  const [least, greatest] = thresholds.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  return [least === greatest ? `thresholds ${least}` : `thresholds from ${least} to ${greatest}`];
}
