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

/** The labels that are predicted for one example, and which of them are active. */
export interface TopPrediction {
  /** The k labels of highest score, highest first. */
  readonly labels: Int32Array;
  /** 1 if the label at this place is active, else 0. */
  readonly hits: Uint8Array;
  /** Number of hits. */
  readonly numHits: number;
  /** All active labels, ascending. */
  readonly active: Int32Array;
}

/** A scoring whose prediction is the k labels of highest score. */
interface TopKScoring<Options, S extends State> extends Pick<
  Scoring<Options, S>,
  'empty' | 'value' | 'checkState'
> {
  readonly addExample: (state: S, top: TopPrediction, options: Options) => void;
  /** Refuses a number of labels that does not fit the options other than k. */
  readonly checkWidth?: (numLabels: number, options: Options) => void;
}

/** Makes a scoring from what is kept of each example's k labels of highest score. */
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
 * Makes the scoring of a mean over examples of a value that each example's k labels of highest score have.
 *
 * @param exampleValue From 0 to 1; NaN leaves the example out.
 */
export function meanOfTopK<Options extends AtKOptions & ZeroDivisionOption>(
  exampleValue: (top: TopPrediction, options: Options) => number,
): Scoring<Options, PartialMean, false> {
  return ofTopK<Options, PartialMean>({
    empty: () => ({ sum: 0, count: 0 }),
    addExample: (mean, top, options) => addToMean(mean, exampleValue(top, options)),
    value: meanOf,
    checkState: (mean, options, examples) => checkPartialMean(mean, examples, options),
  });
}
