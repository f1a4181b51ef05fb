import { checkInteger } from '@argmaxable/core';
import type { Scoring } from '../metric/scoring.js';
import type { State } from '../metric/state.js';
import {
  addToMean,
  checkPartialMean,
  meanOf,
  type PartialMean,
  type ZeroDivisionOption,
} from '../metric/zero-division.js';
import type { AtKOptions } from './options.js';

/** Labels of one example that are predicted, and which of them are active. */
export interface TopK {
  /** The k labels of highest score, highest first. */
  readonly labels: Int32Array;
  /** 1 where that label is active, else 0. */
  readonly hits: Uint8Array;
  /** Number of hits. */
  readonly numHits: number;
  /** All active labels, ascending. */
  readonly active: Int32Array;
}

/** A scoring of which the prediction is the k labels of highest score. */
interface TopKScoring<Options, S extends State> extends Pick<
  Scoring<Options, S>,
  'empty' | 'value' | 'checkState'
> {
  readonly addExample: (state: S, top: TopK, options: Options) => void;
  /** Refuses a number of labels that does not suit the options, k aside. */
  readonly checkWidth?: (numLabels: number, options: Options) => void;
}

/** What is kept of the k labels of highest score of every example. */
export function ofTopK<Options extends AtKOptions, S extends State>({
  addExample,
  checkWidth,
  ...scoring
}: TopKScoring<Options, S>): Scoring<Options, S, false> {
  return {
    ...scoring,
    takesLabelSets: false,
    add(state, batch, options) {
      const { k } = options;
      const top = batch.topLabels(k);
      for (let i = 0; i < batch.size; i++) {
        const start = i * top.k;
        const hits = top.hits.subarray(start, start + k);
        let numHits = 0;
        for (let j = 0; j < k; j++) numHits += hits[j];
        const labels = top.labels.subarray(start, start + k);
        addExample(state, { labels, hits, numHits, active: batch.targets.get(i) }, options);
      }
    },
    checkNumLabels(numLabels, options) {
      checkInteger('k', options.k, { min: 1, max: numLabels }, `There are ${numLabels} labels.`);
      checkWidth?.(numLabels, options);
    },
  };
}

/**
 * The mean over examples of a value of the k labels of highest score of each.
 *
 * @param exampleValue From 0 to 1; NaN leaves the example out.
 */
export function meanOfTopK<Options extends AtKOptions & ZeroDivisionOption>(
  exampleValue: (top: TopK, options: Options) => number,
): Scoring<Options, PartialMean, false> {
  return ofTopK<Options, PartialMean>({
    empty: () => ({ sum: 0, count: 0 }),
    addExample: (mean, top, options) => addToMean(mean, exampleValue(top, options)),
    value: meanOf,
    checkState: (mean, options, examples) => checkPartialMean(mean, examples, options),
  });
}
