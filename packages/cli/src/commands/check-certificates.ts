import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { Classifier } from '@argmaxable/verify';
import { type CheckedCertificates, checkLines, readHead } from '../certificates/check-lines.js';
import type { CertificatesHead } from '../certificates/lines.js';
import { openClassifier } from '../classifier-source.js';
import { about, CliError } from '../cli-error.js';
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
        'by their combination of the rows. Exit code 0 if all hold, 1 if some do not.',
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
  const classifier = await classifierOf(model, head, path, options);
  const arithmetic = options.exact ? 'exact' : 'float64';
  const checked = await about(path, () =>
    checkLines(afterFirst(linesOf(path)), head, classifier, arithmetic, context.signal),
  );
  printLine(context.stdout, options.json ? JSON.stringify(checked) : describe(checked, head));
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

/** The classifier that the certificates are about: for other rules than the sign it has a feature more. */
async function classifierOf(
  model: string,
  { settings, hash }: CertificatesHead,
  path: string,
  options: Options,
): Promise<Classifier> {
  const { box, rule, thresholds } = settings;
  const source = await openClassifier(model, options);
  const { classifier, verified } = await source
    .decide([], { box, rule, thresholds })
    .finally(() => source.dispose());
  if (hash !== verified.hash) {
    throw new CliError(`these certificates are about other weights than those of ${model}; verify it anew.`, {
      path,
    });
  }
  return classifier!;
}

function describe(
  { arithmetic, counts, invalid }: CheckedCertificates,
  { settings: { rule, box, eps } }: CertificatesHead,
): string {
  return [
    `Checked in ${arithmetic} arithmetic (rule ${rule}, box ${box}${arithmetic === 'exact' ? '' : `, eps ${eps}`}):`,
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
