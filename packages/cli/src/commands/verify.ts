import { type Command, Option } from 'commander';
import { LabelSets } from '@argmaxable/core';
import type { ModelRange, ReachabilityOptions, VerifyOptions, VerifyReport } from '@argmaxable/verify';
import { checkOutputs, writeAtomically } from '../output/atomic-file.js';
import { type ClassifierSource, isRangeGiven, openClassifier } from '../models/classifier-source.js';
import { CliError } from '../errors/cli-error.js';
import { type Context, printLine } from '../terminal/context.js';
import { modelFiles } from '../models/input-files.js';
import { exitCode } from '../terminal/exit-code.js';
import { observedFile, parseFeatureRange } from '../question/feature-range.js';
import { readLabels, readNames } from '../labels/labels.js';
import { flagOf, type LabelOptions, optionsOfSomeFormats } from '../labels/options.js';
import { defined, integer, integers, number, shard } from '../option-values.js';
import { type ProgressDisplay, showProgress } from '../terminal/progress.js';
import { parseThresholds, thresholdsFile, thresholdsFor } from '../question/thresholds.js';
import type { MatrixOptions } from '../weights/weight-matrix.js';
import { addLabelOptions, labelsArgument } from './label-options.js';
import { addMatrixOptions, modelArgument } from './matrix-options.js';
import { exitCodeOf, type ReportOutputs, writeReport } from './report-outputs.js';

type Options = MatrixOptions &
  LabelOptions &
  ReportOutputs & {
    readonly labels?: string;
    readonly mode?: 'verdict' | 'radius';
    readonly rule?: 'sign' | 'topK' | 'argmax';
    readonly gap?: number;
    readonly about?: 'model' | 'classifier';
    readonly featureRange?: string;
    readonly box?: number;
    readonly eps?: number;
    readonly thresholds?: string;
    readonly timeLimit?: number;
    readonly shard?: string;
    readonly checkpoint?: string;
    readonly workers?: number;
    readonly quiet?: boolean;
    readonly k?: number[];
    readonly samples?: number;
    readonly seed?: string;
  };

/** `argmaxable verify MODEL`. */
export function addVerify(program: Command, context: Context, end: (code: number) => void): void {
  const command = program
    .command('verify')
    .summary('which label sets can a model predict?')
    .description(
      'Decides for each label set of a file: can the model predict it? unargmaxable: for no input. argmaxable: its output layer can, ' +
        'for some features of the range that the layers in front can give; a matrix can, for some features. ' +
        'Without --labels, tries random label sets.',
    )
    .argument('<model>', modelArgument)
    .option('--labels <file>', labelsArgument);
  addLabelOptions(command);
  addMatrixOptions(command);
  command
    .addOption(
      new Option(
        '--mode <name>',
        'verdict: stop at the first proof; radius: find the radius of each set too (default: verdict)',
      ).choices(['verdict', 'radius']),
    )
    .addOption(
      new Option(
        '--rule <name>',
        'how scores become labels: sign (above 0), topK (the k highest), argmax (default: sign)',
      ).choices(['sign', 'topK', 'argmax']),
    )
    .option(
      '--gap <share>',
      'mode radius: how far apart the bounds of a radius may be, as a share of it (default: 1e-6)',
      number('0 or more'),
    )
    .addOption(
      new Option(
        '--about <what>',
        'model: features that the layers in front can give; classifier: the last matrix alone, for any features ' +
          '(default: model; for a matrix: classifier)',
      ).choices(['model', 'classifier']),
    )
    .option(
      '--feature-range <range>',
      'the range of the features: any, nonnegative, LOWER:UPPER, or observed:FILE.npy, their range in the rows of a file ' +
        '(default: all that the layers in front can give; for a matrix: any)',
    )
    .option('--box <R>', 'instead of --feature-range: from -R to R', number('above 0'))
    .option(
      '--eps <radius>',
      'argmaxable: a radius of at least this; unargmaxable: a radius below (default: any radius is enough)',
      number('0 or more'),
    )
    .option(
      '--thresholds <numbers>',
      'what scores must exceed: a number for all labels, or a file of one for each, .npy or a JSON array (default: 0)',
    )
    .option(
      '--time-limit <seconds>',
      'time after which a set is left undecided (default: 60)',
      number('0 or more'),
    )
    .option(
      '--shard <i/m>',
      'only every m-th set, starting with the i-th; "argmaxable merge" joins the reports',
      shard,
    )
    .option(
      '--checkpoint <file>',
      'append each decided set to this file; a run that was killed continues where it stopped',
    )
    .option('--workers <count>', 'number of worker threads (default: none)', integer(1))
    .option('--json', 'print the report as JSON')
    .option('--out <file>', 'write the report as JSON')
    .option('--report <file>', 'write the report as an HTML page')
    .option('--certificates <file>', 'write the proof of each verdict as JSON lines')
    .option('--exact', 'in --certificates, recover multipliers as integers, for checks in exact arithmetic')
    .option('--quiet', 'show no progress')
    .option('-k, --k <k...>', 'without --labels: sizes of the random sets (default: 1 2 3 5 10)', integers(1))
    .option('--samples <count>', 'without --labels: random sets of each size (default: 100)', integer(1))
    .option('--seed <text>', 'without --labels: seed of the random sets (default: argmaxable)')
    .action(async (model: string, options: Options) => end(await run(model, options, context)));
}

async function run(model: string, options: Options, context: Context): Promise<number> {
  const { labels: labelsFile, rule } = options;
  const explores = labelsFile === undefined && rule !== 'argmax';
  checkApplicable(options, explores);
  await checkOutputs(
    {
      '--out': options.out,
      '--report': options.report,
      '--certificates': options.certificates,
      '--checkpoint': options.checkpoint,
    },
    await filesOf(model, options),
  );
  const source = await openClassifier(model, options);
  try {
    return explores
      ? await exploreAndWrite(source, options, context)
      : await decideAndWrite(source, model, options, context);
  } finally {
    source.dispose();
  }
}

/** All files that the command reads. */
async function filesOf(
  model: string,
  { bias, labels, xml, labelNames, featureRange, thresholds }: Options,
): Promise<(string | undefined)[]> {
  const ofQuestion = [observedFile(featureRange), thresholdsFile(thresholds)];
  return [...(await modelFiles(model, bias)), labels, xml, labelNames, ...ofQuestion];
}

async function decideAndWrite(
  source: ClassifierSource,
  model: string,
  options: Options,
  context: Context,
): Promise<number> {
  const labelsFile = options.labels;
  const asked = await decisionOptions(options);
  // Without label sets, the report only gives the size of the classifier.
  const { numLabels } = (await source.decide([], asked)).verified;
  const decision = { ...asked, ...(await readThresholdOption(options, numLabels)) };
  const labels =
    labelsFile === undefined ? null : await readLabels(labelsFile, numLabels, options, source.names);
  const names = (labels ? labels.names : await namesFor(options, numLabels)) ?? source.names;
  const labelSets = labels?.labelSets ?? singleLabels(numLabels);
  const report = await decideWithProgress(
    source,
    labelSets,
    { ...decision, ...runOptions(options, context) },
    options,
    context,
  );
  const ofEveryInput = !source.isMatrix && !isRangeGiven(decision);
  await writeReport(report, { model, labels: labelsFile ?? null, names, ofEveryInput }, options, context);
  return exitCodeOf(report);
}

/** The label sets that rule argmax can predict. */
function singleLabels(numLabels: number): LabelSets {
  return LabelSets.from(
    Array.from({ length: numLabels }, (_, label) => [label]),
    numLabels,
  );
}

async function namesFor(options: Options, numLabels: number): Promise<readonly string[] | null> {
  return options.labelNames === undefined ? null : readNames(options.labelNames, numLabels, options);
}

async function decideWithProgress(
  source: ClassifierSource,
  labelSets: LabelSets,
  decision: VerifyOptions & ModelRange,
  { quiet, certificates }: Options,
  context: Context,
): Promise<VerifyReport> {
  const progress = showProgress(context, labelSets.size, quiet ?? false);
  try {
    return await source.decide(labelSets, {
      ...decision,
      certificates: certificates !== undefined,
      onProgress: ({ done }) => progress.update(done),
    });
  } finally {
    progress.stop();
  }
}

async function exploreAndWrite(
  source: ClassifierSource,
  options: Options,
  context: Context,
): Promise<number> {
  const { k, samples, seed, json, out } = options;
  let progress: ProgressDisplay | undefined;
  const report = await source
    .explore({
      ...((await decisionOptions(options)) as ReachabilityOptions),
      ...runOptions(options, context),
      ...defined({ k, samples, seed }),
      onProgress: ({ done, total }) => {
        progress ??= showProgress(context, total!, options.quiet ?? false);
        progress.update(done);
      },
    })
    .finally(() => progress?.stop());
  if (out !== undefined) await writeAtomically(out, `${JSON.stringify(report, null, 2)}\n`);
  printLine(context.stdout, json ? JSON.stringify(report) : String(report));
  return exitCode.allGood;
}

async function decisionOptions(options: Options) {
  const { mode, gap, rule, about, box, eps, timeLimit, shard } = options;
  const milliseconds = timeLimit === undefined ? undefined : 1000 * timeLimit;
  const featureRange =
    options.featureRange === undefined ? undefined : await parseFeatureRange(options.featureRange);
  return defined({ mode, gap, rule, about, featureRange, box, eps, timeLimit: milliseconds, shard });
}

async function readThresholdOption(
  { thresholds }: Options,
  numLabels: number,
): Promise<Pick<VerifyOptions, 'thresholds'>> {
  if (thresholds === undefined) return {};
  return { thresholds: thresholdsFor(await parseThresholds(thresholds), numLabels) };
}

function runOptions({ checkpoint, workers }: Options, { signal }: Context) {
  return defined({ checkpoint, workers, signal });
}

/** @throws CliError for options that would have no effect. */
function checkApplicable(options: Options, explores: boolean): void {
  const { labels, certificates } = options;
  const refuse = (names: readonly (keyof Options)[], reason: string): void => {
    const name = names.find((name) => options[name] !== undefined);
    if (name === undefined) return;
    throw new CliError(`${flagOf(name)} ${reason}`);
  };
  if (labels === undefined) {
    refuse(['format', ...optionsOfSomeFormats], 'needs a file of --labels.');
  }
  if (certificates === undefined) refuse(['exact'], 'needs --certificates.');
  if (options.mode !== 'radius') refuse(['gap'], 'needs --mode radius.');
  if (options.featureRange !== undefined) {
    refuse(['box'], 'replaces --feature-range: leave one of them out.');
  }
  if (explores) {
    const needLabels = ['shard', 'report', 'certificates', 'labelNames', 'thresholds'] as const;
    refuse(needLabels, 'needs label sets: give them with --labels.');
  } else {
    const needNone = ['k', 'samples', 'seed'] as const;
    refuse(needNone, 'is for random label sets: leave it out if label sets are given.');
  }
}
