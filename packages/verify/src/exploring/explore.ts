import { checkInteger, LabelSets, ValueError } from '@argmaxable/core';
import { decideLabelSets } from '../deciding/decide-label-sets.js';
import type { Subject } from '../input/subject.js';
import { reachOf } from './reach.js';
import { sampledReach } from './sampled-reach.js';
import { ReachabilityReport } from '../report/reachability-report.js';
import { sampleLabelSets } from './sample-label-sets.js';
import type { ReachabilityOptions } from '../input/verify-options.js';

/** Default sizes of the random label sets; only sizes up to n are used. */
const usualSizes = [1, 2, 3, 5, 10];

/** What a classifier reaches: by its rank, and by random label sets. */
export async function explore(
  subject: Subject,
  { k, samples = 100, seed = 'argmaxable', ...others }: ReachabilityOptions,
): Promise<ReachabilityReport> {
  const { numLabels } = subject.classifier;
  const sizes = k === undefined ? usualSizes.filter((size) => size <= numLabels) : readSizes(k, numLabels);
  const randomSets = function* (): Iterable<number[]> {
    for (const size of sizes) yield* sampleLabelSets(numLabels, size, samples, seed);
  };
  const labelSets = LabelSets.from(randomSets(), numLabels);
  const { results, settings } = await decideLabelSets(subject, labelSets, others);
  const reach = reachOf(subject.classifier);
  const ofSize = (place: number) => results.slice(place * samples, (place + 1) * samples);
  return new ReachabilityReport({
    ...reach,
    outputLayer: null,
    guarantee: null,
    projection: null,
    sampled: sizes.map((size, place) => sampledReach(ofSize(place), reach, size)),
    seed,
    settings,
  });
}

function readSizes(k: number | readonly number[], numLabels: number): number[] {
  const allowed = { min: 0, max: numLabels };
  if (!Array.isArray(k)) return [checkInteger('k', k, allowed)];
  if (k.length === 0) throw new ValueError('k', k, 'a number of active labels, or an array of such numbers');
  return (k as readonly unknown[]).map((size, i) => checkInteger(`k[${i}]`, size, allowed));
}
