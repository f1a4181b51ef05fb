import { isPlainObject, ValueError } from '@argmaxable/core';
import { inOneLine } from './in-one-line.js';
import type { Reach, SampledReach } from '../exploring/reach.js';
import type { ProjectionReach } from '../exploring/projection-reach.js';
import type { Settings } from './verify-report.js';
import { askedWords } from './report-text.js';

export interface ReachabilityData extends Reach {
  /** The layer, in words; null for a matrix. */
  readonly outputLayer: string | null;
  /** What holds by construction, in words; null where nothing is known. */
  readonly guarantee: string | null;
  /**
   * What the projection in front of the matrix makes of the features; null where there is none, or it was
   * left aside.
   */
  readonly projection: ProjectionReach | null;
  /** Random label sets of a few sizes. */
  readonly sampled: readonly SampledReach[];
  readonly seed: string;
  /** How the random sets were decided. */
  readonly settings: Settings;
}

/**
 * What `verify` and `verifyMatrix` say without label sets. `toString()` is a summary for people; `toJSON()`
 * writes big integers as text.
 */
export class ReachabilityReport {
  /** @throws ValueError for what is no data of such a report. */
  constructor(readonly data: ReachabilityData) {
    if (!isPlainObject(data) || !Array.isArray(data.sampled) || !isPlainObject(data.settings)) {
      throw new ValueError('data', data, 'what such a report is made of, see ReachabilityData');
    }
  }

  toString(): string {
    const { outputLayer, numLabels, numFeatures, rank, log2Share, guarantee, projection, sampled, settings } =
      this.data;
    const lines = [
      `Output layer: ${inOneLine(outputLayer ?? 'matrix')}: ${numLabels} labels, ${numFeatures} features, rank ${rank}`,
    ];
    lines.push(
      `  about the ${settings.about}: features ${inOneLine(settings.featureRange.words)} (${askedWords(settings)})`,
    );
    if (projection) {
      const { inputs, rank: reached, carries } = projection;
      lines.push(
        carries
          ? `  its projection from ${inputs} inputs gives every value of the features (rank ${reached})`
          : `  its projection from ${inputs} inputs, of rank ${reached}, does not give, or is not known to give, every value of the features`,
      );
    }
    if (guarantee !== null) {
      const ofMatrix = projection === null || projection.carries ? '' : ', of the matrix alone';
      lines.push(`  by construction${ofMatrix}: ${guarantee}`);
    }
    lines.push(
      log2Share === 0
        ? `  in general position all 2^${numLabels} label sets are reachable`
        : `  reachable at most (Cover): 2^${(numLabels + log2Share).toFixed(1)} of the 2^${numLabels} label sets`,
    );
    for (const { k, atMost, samples, share, interval, undecided } of sampled) {
      const [low, high] = interval.map(percent);
      const bound = atMost < 1 ? `; at most ${percent(atMost)} by Cover's count` : '';
      const open = undecided > 0 ? `, ${undecided} undecided` : '';
      lines.push(
        `  sets of ${k}: ${percent(share)} of ${samples} random ones reachable (95 %: ${low} to ${high}${open})${bound}`,
      );
    }
    return lines.join('\n');
  }

  toJSON(): object {
    const { coverCount, sampled, ...rest } = this.data;
    return {
      ...rest,
      coverCount: String(coverCount),
      sampled: sampled.map(({ sets, ...others }) => ({ ...others, sets: String(sets) })),
    };
  }
}

function percent(share: number): string {
  if (Number.isNaN(share)) return 'unknown';
  if (share > 0 && share < 1e-4) return `${(100 * share).toExponential(1)} %`;
  return `${(100 * share).toFixed(1)} %`;
}
