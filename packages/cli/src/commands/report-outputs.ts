import type { VerifyReport } from '@argmaxable/verify';
import { writeAtomically } from '../output/atomic-file.js';
import { type Context, printLine } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { Subject } from '../report/subject.js';

/** Where a report goes. */
export interface ReportOutputs {
  readonly json?: boolean;
  readonly out?: string;
  readonly report?: string;
}

/** Prints a report and writes it to the files that were asked for, without certificates. */
export async function writeReport(
  report: VerifyReport,
  subject: Subject,
  { json, out, report: page }: ReportOutputs,
  { stdout }: Context,
): Promise<void> {
  const plain = report.withoutCertificates();
  if (out !== undefined) await writeAtomically(out, `${JSON.stringify(plain)}\n`);
  if (page !== undefined) {
    const { renderReport } = await import('../report/index.js');
    await writeAtomically(page, renderReport(report, subject));
  }
  printLine(stdout, json ? JSON.stringify(plain) : String(report));
}

export function exitCodeOf({ counts }: VerifyReport): number {
  return counts.unargmaxable + counts.undecided === 0 ? exitCode.allGood : exitCode.someNot;
}
