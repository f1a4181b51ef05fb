import type { VerifyReport } from '@argmaxable/verify';
import { certificateLines, type MissingCertificate } from '../certificates/lines.js';
import { CliError } from '../errors/cli-error.js';
import { type Context, printLine } from '../terminal/context.js';
import { exitCode } from '../terminal/exit-code.js';
import { writeAtomically } from '../output/atomic-file.js';
import type { PageSubject } from '../report/subject.js';

/** The outputs for a report. */
export interface ReportOutputs {
  readonly json?: boolean;
  readonly out?: string;
  readonly report?: string;
  readonly certificates?: string;
  /** Whether certificates are to be exact. */
  readonly exact?: boolean;
}

/** Number of certificates that could not be made and are listed. */
const named = 5;

/**
 * Prints a report and writes it to the requested files; only the certificates file contains the certificates.
 * If one output fails, the others are still written, and the summary names it.
 *
 * @throws CliError at the end, if something failed.
 */
export async function writeReport(
  report: VerifyReport,
  subject: PageSubject,
  { json, out, report: page, certificates, exact = false }: ReportOutputs,
  { stdout }: Context,
): Promise<void> {
  const plain = report.withoutCertificates();
  const failures: string[] = [];
  const attempt = async (
    option: string,
    path: string | undefined,
    write: (path: string) => Promise<void>,
  ) => {
    if (path === undefined) return;
    await write(path).catch((error: unknown) => failures.push(`${option}: ${messageOf(error)}`));
  };
  await attempt('--out', out, (path) => writeAtomically(path, `${JSON.stringify(plain)}\n`));
  const missing: MissingCertificate[] = [];
  await attempt('--certificates', certificates, (path) =>
    writeAtomically(
      path,
      certificateLines(report, exact, (found) => missing.push(found)),
    ),
  );
  await attempt('--report', page, async (path) => {
    const { renderReport } = await import('../report/index.js');
    await writeAtomically(path, renderReport(report, subject));
  });
  failures.push(...describeMissing(missing));
  printLine(
    stdout,
    json ? JSON.stringify(plain) : [String(report), ...failures.map((text) => `  ${text}`)].join('\n'),
  );
  if (failures.length > 0) {
    const all = failures.length === 1 ? '' : ` (and ${failures.length - 1} more)`;
    throw new CliError(`${failures[0]}${all} Everything else is done.`);
  }
}

export function exitCodeOf({ counts }: VerifyReport): number {
  return counts.unargmaxable + counts.undecided === 0 ? exitCode.allGood : exitCode.someNot;
}

function describeMissing(missing: readonly MissingCertificate[]): string[] {
  const lines = missing
    .slice(0, named)
    .map(({ labels, reason }) => `no certificate for {${labels.join(', ')}}: ${reason}`);
  return missing.length > named
    ? [...lines, `no certificate for ${missing.length - named} more sets.`]
    : lines;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
