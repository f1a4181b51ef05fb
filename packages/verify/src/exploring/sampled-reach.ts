import { checkInteger, log2OfBigInt } from '@argmaxable/core';
import type { Reach, SampledReach } from '../report/report-data.js';
import { countVerdicts, type LabelSetResult } from '../report/result.js';

/** Summary of the results for random sets of k active labels. */
export function sampledReach(results: readonly LabelSetResult[], reach: Reach, k: number): SampledReach {
  const counts = countVerdicts(results);
  const { argmaxable, unargmaxable, undecided } = counts;
  const samples = results.length;
  const sets = binomial(reach.numLabels, k);
  return {
    k,
    sets,
    atMost: reach.coverCount >= sets ? 1 : 2 ** (log2OfBigInt(reach.coverCount) - log2OfBigInt(sets)),
    samples,
    counts,
    share: argmaxable / (argmaxable + unargmaxable),
    interval: [wilson(argmaxable, samples, -1), wilson(argmaxable + undecided, samples, 1)],
  };
}

/** C(n, k). */
export function binomial(n: number, k: number): bigint {
  checkInteger('k', k, { min: 0, max: n });
  let result = 1n;
  for (let i = 0; i < k; i++) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return result;
}

/** An end of the 95 % score interval of a share (Wilson 1927). */
function wilson(hits: number, samples: number, side: -1 | 1): number {
  const z = 1.96;
  const p = hits / samples;
  const centre = p + (z * z) / (2 * samples);
  const spread = z * Math.sqrt((p * (1 - p)) / samples + (z * z) / (4 * samples * samples));
  return Math.min(1, Math.max(0, (centre + side * spread) / (1 + (z * z) / samples)));
}
