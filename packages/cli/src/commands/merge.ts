import { ValueError } from '@argmaxable/core';
import type { Command } from 'commander';
import { mergeReports, VerifyReport } from '@argmaxable/verify';
import { about, CliError } from '../errors/cli-error.js';
import type { Context } from '../terminal/context.js';
import { readNames } from '../labels/labels.js';
import { checkOutputs } from '../output/atomic-file.js';
import { readText } from '../files/read-text.js';
import { exitCodeOf, type ReportOutputs, writeReport } from './report-outputs.js';

type Options = ReportOutputs & { readonly labelNames?: string };

/** `argmaxable merge REPORT.json...`. */
export function addMerge(program: Command, context: Context, end: (code: number) => void): void {
  program
    .command('merge')
    .summary('join the reports of all shards of one run')
    .description('Joins all m reports that "verify --shard i/m --out FILE" wrote, in any order.')
    .argument('<report...>', 'the reports, JSON')
    .option('--label-names <file>', 'names of the labels, for the HTML page')
    .option('--json', 'print the joined report as JSON')
    .option('--out <file>', 'write the joined report as JSON')
    .option('--report <file>', 'write the joined report as an HTML page')
    .action(async (paths: string[], options: Options) => end(await run(paths, options, context)));
}

async function run(paths: readonly string[], options: Options, context: Context): Promise<number> {
  await checkOutputs({ '--out': options.out, '--report': options.report }, [...paths, options.labelNames]);
  const reports: VerifyReport[] = [];
  for (const path of paths) reports.push(await readReport(path));
  const report = merge(reports, paths);
  const { numLabels } = report.verified;
  const names = options.labelNames === undefined ? null : await readNames(options.labelNames, numLabels);
  await writeReport(report, { model: null, labels: null, names, ofEveryInput: false }, options, context);
  return exitCodeOf(report);
}

/** Errors with the names of the files. */
function merge(reports: readonly VerifyReport[], paths: readonly string[]): VerifyReport {
  try {
    return mergeReports(reports);
  } catch (cause) {
    if (!(cause instanceof ValueError)) throw cause;
    const message = cause.message.replace(/reports\[(\d+)\]/g, (_, i) => paths[Number(i)]);
    throw new CliError(message, { cause });
  }
}

async function readReport(path: string): Promise<VerifyReport> {
  const text = await readText(path);
  return about(path, () => {
    try {
      return VerifyReport.fromJSON(JSON.parse(text));
    } catch (cause) {
      const reason = cause instanceof ValueError ? `: ${cause.message}` : '.';
      throw new CliError(`this is not a complete report that "argmaxable verify --out" wrote${reason}`, {
        cause,
      });
    }
  });
}
