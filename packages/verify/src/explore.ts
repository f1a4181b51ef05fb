import { checkInteger, checkOptions, LabelSets } from '@argmaxable/core';
import { type ClassifierInput, readClassifier } from './classifier.js';
import { decideLabelSets } from './decide-label-sets.js';
import { reachOf, sampledReach } from './reachability.js';
import { ReachabilityReport } from './reachability-report.js';
import { sampleLabelSets } from './sample-label-sets.js';
import { type ReachabilityOptions, reachabilityOptionNames } from './verify-options.js';

/** Sizes of the random label sets by default, those that fit. */
const usualSizes = [1, 2, 3, 5, 10];

/** What a classifier reaches at all: by its rank, and by random label sets. */
export async function explore(
  input: ClassifierInput,
  options: ReachabilityOptions,
): Promise<ReachabilityReport> {
  const {
    k,
    samples = 100,
    seed = 'argmaxable',
    ...others
  } = checkOptions('verify without label sets', options, reachabilityOptionNames);
  checkInteger('samples', samples, { min: 1 });
  const { numLabels, numFeatures } = await readClassifier(input);
  const sizes = k === undefined ? usualSizes.filter((size) => size <= numLabels) : [k].flat();
  const randomSets = function* (): Iterable<number[]> {
    for (const size of sizes) yield* sampleLabelSets(numLabels, size, samples, seed);
  };
  const labelSets = LabelSets.from(randomSets(), numLabels);
  const { classifier, results, settings } = await decideLabelSets(input, labelSets, others);
  const reach = { ...reachOf(classifier!), numFeatures };
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
