import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { type CheckedCertificates, checkLines } from '../certificates/check-lines.js';
import { readHead } from '../certificates/head.js';
import { type CertificatesSubject, subjectOf } from '../certificates/subject.js';
import { about } from '../cli-error.js';
import { type Context, printLine } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { MatrixOptions } from '../weight-matrix.js';
import { addMatrixOptions, modelArgument } from './matrix-options.js';

type Options = MatrixOptions & { readonly exact?: boolean; readonly json?: boolean };

/** `argmaxable check-certificates MODEL CERTIFICATES.jsonl`. */
export function addCheckCertificates(program: Command, context: Context, end: (code: number) => void): void {
  const command = program
    .command('check-certificates')
    .summary('check the proofs that "verify --certificates" wrote')
    .description(
      'Checks each certificate against the weights, without the solvers that found it: a witness, by its scores; multipliers, ' +
        'by their combination of the rows. Says what the proofs are about: which features, rule, thresholds and eps. ' +
        'Exit code 0 if all hold, 1 if some do not.',
    )
    .argument('<model>', modelArgument)
    .argument('<certificates>', 'JSON lines that "argmaxable verify --certificates" wrote');
  addMatrixOptions(command)
    .option('--exact', 'in exact arithmetic (default: in float64, less the largest rounding error)')
    .option('--json', 'print JSON')
    .action(async (model: string, path: string, options: Options) =>
      end(await run(model, path, options, context)),
    );
}

async function run(model: string, path: string, options: Options, context: Context): Promise<number> {
  const head = await about(path, async () => {
    for await (const line of linesOf(path)) return readHead(line);
    return readHead(undefined);
  });
  const subject = await subjectOf(model, head, path, options);
  const exact = options.exact ?? false;
  const lines = {
    classifier: subject.classifier,
    sets: head.sets,
    epsOf: (verdict: Parameters<CertificatesSubject['epsOf']>[0]) => subject.epsOf(verdict, exact),
  };
  const checked = await about(path, () =>
    checkLines(afterFirst(linesOf(path)), lines, exact ? 'exact' : 'float64', context.signal),
  );
  printLine(context.stdout, options.json ? toJson(checked, subject) : describe(checked, subject));
  return checked.counts.invalid === 0 ? exitCode.allGood : exitCode.someNot;
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}

async function* afterFirst(lines: AsyncIterable<string>): AsyncIterable<string> {
  let first = true;
  for await (const line of lines) {
    if (!first) yield line;
    first = false;
  }
}

function toJson(checked: CheckedCertificates, { settings }: CertificatesSubject): string {
  const { about, featureRange, rule, eps, thresholds } = settings;
  return JSON.stringify({ ...checked, settings: { about, featureRange, rule, eps, thresholds } });
}

function describe(
  { arithmetic, counts, invalid }: CheckedCertificates,
  { settings }: CertificatesSubject,
): string {
  return [
    `About the ${settings.about}: features ${settings.featureRange.words}`,
    `  ${['rule ' + settings.rule, ...epsWords(settings), ...thresholdWords(settings)].join(', ')}`,
    `Checked in ${arithmetic} arithmetic:`,
    `  argmaxable    ${counts.argmaxable} proved`,
    `  unargmaxable  ${counts.unargmaxable} proved`,
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
