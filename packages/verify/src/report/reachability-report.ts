import { isPlainObject, ValueError } from '@argmaxable/core';
import { inOneLine } from './in-one-line.js';
import type { ProjectionReach, ReachabilityData, SampledReach, Settings } from './report-data.js';
import { askedWords } from './report-text.js';

/**
 * The result of `verify` and `verifyMatrix` without label sets. `toString()` is a summary for people;
 * `toJSON()` writes big integers as text.
 */
export class ReachabilityReport implements ReachabilityData {
  readonly numLabels: number;
  readonly numFeatures: number;
  readonly rank: number;
  readonly coverCount: bigint;
  readonly log2Share: number;
  readonly settings: Settings;
  readonly outputLayer: string | null;
  readonly guarantee: string | null;
  readonly projection: ProjectionReach | null;
  readonly sampled: readonly SampledReach[];
  readonly seed: string;

  /** @throws ValueError if the data is not that of such a report. */
  constructor(data: ReachabilityData) {
    if (!isPlainObject(data) || !Array.isArray(data.sampled) || !isPlainObject(data.settings)) {
      throw new ValueError('data', data, 'the data of such a report, see ReachabilityData');
    }
    // Field by field, as in other reports: so the compiler sees that none is missing.
    this.numLabels = data.numLabels;
    this.numFeatures = data.numFeatures;
    this.rank = data.rank;
    this.coverCount = data.coverCount;
    this.log2Share = data.log2Share;
    this.settings = data.settings;
    this.outputLayer = data.outputLayer;
    this.guarantee = data.guarantee;
    this.projection = data.projection;
    this.sampled = data.sampled;
    this.seed = data.seed;
  }

  toString(): string {
    const { outputLayer, numLabels, numFeatures, rank, log2Share, guarantee, projection, sampled, settings } =
      this;
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
    for (const { k, atMost, samples, share, interval, counts } of sampled) {
      const [low, high] = interval.map(smallShare);
      const bound = atMost < 1 ? `; at most ${smallShare(atMost)} by Cover's count` : '';
      const open = counts.undecided > 0 ? `, ${counts.undecided} undecided` : '';
      lines.push(
        `  sets of ${k}: ${smallShare(share)} of ${samples} random ones reachable (95 %: ${low} to ${high}${open})${bound}`,
      );
    }
    return lines.join('\n');
  }

  toJSON(): object {
    const { coverCount, sampled, ...rest } = this;
    return {
      ...rest,
      coverCount: String(coverCount),
      sampled: sampled.map(({ sets, ...others }) => ({ ...others, sets: String(sets) })),
    };
  }
}

function smallShare(share: number): string {
  if (Number.isNaN(share)) return 'unknown';
  if (share > 0 && share < 1e-4) return `${(100 * share).toExponential(1)} %`;
  return `${(100 * share).toFixed(1)} %`;
}
