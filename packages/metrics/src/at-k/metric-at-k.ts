import { checkInteger, checkOptions } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import { Metric, type MetricOptions } from '../metric/metric.js';
import type { State } from '../metric/state.js';
import {
  addToMean,
  checkPartialMean,
  checkZeroDivision,
  meanOf,
  type PartialMean,
  type ZeroDivisionOption,
  zeroDivisionSuffix,
} from '../metric/zero-division.js';

/** Options of a metric at k. */
export interface AtKOptions extends MetricOptions {
  /** How many labels are predicted: those of highest score, of equal scores the lower index. 1 or more. */
  readonly k: number;
}

/** Options of a metric at k that divides by the number of active labels, which may be 0. */
export interface ActiveAtKOptions extends AtKOptions, ZeroDivisionOption {}

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

/** What metrics at k share: the prediction is the k labels of highest score. */
export abstract class MetricAtK<
  Options extends AtKOptions & ZeroDivisionOption,
  S extends State,
> extends Metric<Options, S> {
  /** The name in the key: 'f1' of 'f1@8'. */
  protected abstract readonly shortName: string;

  protected abstract accumulateExample(state: S, top: TopK): void;

  override get key(): string {
    return `${this.shortName}@${this.options.k}${zeroDivisionSuffix(this.options)}`;
  }

  protected override checkNumLabels(numLabels: number): void {
    super.checkNumLabels(numLabels);
    checkInteger('k', this.options.k, { min: 1, max: numLabels }, `There are ${numLabels} labels.`);
  }

  protected override accumulate(state: S, batch: Batch): void {
    const { k } = this.options;
    const ranking = batch.topLabels(k);
    for (let i = 0; i < batch.size; i++) {
      const start = i * ranking.k;
      const hits = ranking.hits.subarray(start, start + k);
      let numHits = 0;
      for (let j = 0; j < k; j++) numHits += hits[j];
      const labels = ranking.labels.subarray(start, start + k);
      this.accumulateExample(state, { labels, hits, numHits, active: batch.targets.get(i) });
    }
  }
}

/** A metric at k that is the mean over examples of a value of each. */
export abstract class MeanAtK<Options extends AtKOptions & ZeroDivisionOption> extends MetricAtK<
  Options,
  PartialMean
> {
  /** NaN leaves the example out. */
  protected abstract exampleValue(top: TopK): number;

  protected override empty(): PartialMean {
    return { sum: 0, count: 0 };
  }

  protected override accumulateExample(state: PartialMean, top: TopK): void {
    addToMean(state, this.exampleValue(top));
  }

  protected override evaluate(state: PartialMean): number {
    return meanOf(state);
  }

  protected override checkState(state: PartialMean, examples: number): void {
    checkPartialMean(state, examples, this.options);
  }
}

export function checkAtKOptions(owner: string, options: AtKOptions): AtKOptions {
  const { k, targets = 'auto' } = checkOptions(owner, options, ['k', 'targets']);
  return { k: checkInteger('k', k, { min: 1 }), targets };
}

export type CheckedActiveAtKOptions = ActiveAtKOptions & { readonly zeroDivision: number };

export function checkActiveAtKOptions(owner: string, options: ActiveAtKOptions): CheckedActiveAtKOptions {
  const { zeroDivision = 0, ...rest } = checkOptions(owner, options, ['k', 'zeroDivision', 'targets']);
  return { ...checkAtKOptions(owner, rest), zeroDivision: checkZeroDivision(zeroDivision) };
}
