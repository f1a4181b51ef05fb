import type { LabelSets } from '@argmaxable/core';
import { type Verdict, verify, type VerifyReport } from '@argmaxable/verify';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { verificationProgress } from './progress.js';
import type { VerdictCounts, VerificationResult } from './result.js';

/** Decides every distinct label set of the held-out examples, with a live bar. */
export async function verifyWithProgress(
  model: LayersModel,
  labelSets: LabelSets,
  signal: AbortSignal,
): Promise<VerifyReport> {
  const bar = verificationProgress(labelSets.size);
  try {
    // The report shows how thin the regions are, which takes the radius itself.
    return await verify(model, {
      labelSets,
      mode: 'radius',
      signal,
      onProgress: ({ done }) => bar.update(done),
    });
  } finally {
    bar.stop();
  }
}

/**
 * What the table and the report say of a verification.
 *
 * @param report On distinct label sets.
 * @param counts How many examples have each of them.
 */
export function summarize(report: VerifyReport, counts: ArrayLike<number>): VerificationResult {
  const examples: Record<Verdict, number> = { argmaxable: 0, unargmaxable: 0, undecided: 0 };
  report.results.forEach(({ verdict }, i) => (examples[verdict] += counts[i]));
  return {
    ...(report.distinctCounts satisfies VerdictCounts),
    examples,
    guaranteed: report.results.filter(({ guaranteed }) => guaranteed).length,
    seconds: report.milliseconds / 1000,
    sets: report.results.map(({ labels, radius, verdict }) => ({
      radius: verdict === 'argmaxable' ? radius.lower : 0,
      active: labels.length,
      verdict,
    })),
  };
}
