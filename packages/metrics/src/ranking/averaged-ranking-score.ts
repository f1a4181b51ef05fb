import { checkOneOf, checkOptions, ValueError } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import type { MetricOptions } from '../metric/metric.js';
import { type Average, averages } from '../label-sets/options.js';
import {
  addToMean,
  averageOf,
  checkPartialMean,
  checkZeroDivision,
  meanOf,
  type ZeroDivisionOption,
  zeroDivisionSuffix,
} from '../metric/zero-division.js';
import { type KeptRows, LabelRankingMetric } from './label-ranking-metric.js';
import type { LabelRankings } from './label-rankings.js';

/** Options of a ranking metric that is averaged. */
export interface RankingOptions extends MetricOptions, ZeroDivisionOption {
  /**
   * 'macro' (default), 'micro' (one ranking of all pairs of an example and a label), 'weighted' or 'samples'
   * (each example ranks the labels); see `Average`.
   */
  readonly average?: Average;
}

interface CheckedRankingOptions extends MetricOptions {
  readonly average: Average;
  readonly zeroDivision: number;
}

/** A ranking metric with scikit-learn's averages. */
export abstract class AveragedRankingScore extends LabelRankingMetric<CheckedRankingOptions> {
  /** The name in the key: 'RocAuc' of 'macroRocAuc'. */
  protected abstract readonly shortName: string;

  constructor(owner: string, options: RankingOptions) {
    const names = ['average', 'zeroDivision', 'targets'];
    const { average = 'macro', zeroDivision = NaN, targets = 'auto' } = checkOptions(owner, options, names);
    super({
      average: checkOneOf('average', average, averages),
      zeroDivision: checkZeroDivision(zeroDivision),
      targets,
    });
  }

  override get key(): string {
    return `${this.options.average}${this.shortName}${zeroDivisionSuffix(this.options, NaN)}`;
  }

  override perLabel(): Float64Array {
    if (this.options.average === 'samples') {
      throw new ValueError('average', 'samples', "'macro', 'weighted' or 'micro' for values of labels");
    }
    return super.perLabel();
  }

  protected override accumulate(state: KeptRows, batch: Batch): void {
    if (this.options.average !== 'samples') return super.accumulate(state, batch);
    for (let i = 0; i < batch.size; i++) addToMean(state, this.score(batch.rankedPositives(i)));
  }

  protected override evaluate(state: KeptRows): number {
    return this.options.average === 'samples' ? meanOf(state) : super.evaluate(state);
  }

  protected override checkState(state: KeptRows, examples: number, numLabels: number): void {
    if (this.options.average !== 'samples') return super.checkState(state, examples, numLabels);
    checkPartialMean(state, examples, this.options);
    for (const name of ['scores', 'active'] as const) {
      if (state[name].length > 0) throw new ValueError(`json.state.${name}`, state[name], 'without rows');
    }
  }

  override valueFrom(rankings: LabelRankings): number {
    if (this.options.average === 'micro') return this.score(rankings.pooled);
    const values = this.valuesFrom(rankings);
    if (this.options.average === 'macro') return averageOf(values);
    return averageOf(
      values,
      rankings.byLabel.map(({ numPositives }) => numPositives),
    );
  }
}
