import { checkInteger, checkNumber, ValueError } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import { Metric, type MetricOptions } from '../metric/metric.js';
import type { Row } from '../metric/state.js';
import { LabelRankings } from './label-rankings.js';
import type { RankedPositives } from '../batch/ranked-positives.js';

/** Of each example its scores and its active labels; `sum` and `count` make the mean over examples. */
export type KeptRows = { scores: Row[]; active: Row[]; sum: number; count: number };

/**
 * A metric of how each label ranks the examples: that needs all scores at the end, so its memory grows by n
 * numbers per example.
 */
export abstract class LabelRankingMetric<Options extends MetricOptions> extends Metric<Options, KeptRows> {
  /** The value of one ranking. */
  protected abstract score(ranked: RankedPositives): number;

  /**
   * The value of each label: [n].
   *
   * @throws ValueError if no example was seen.
   */
  perLabel(): Float64Array {
    return this.valuesFrom(new LabelRankings(this.seenState()));
  }

  protected override empty(): KeptRows {
    return { scores: [], active: [], sum: 0, count: 0 };
  }

  protected override accumulate(state: KeptRows, batch: Batch): void {
    for (let i = 0; i < batch.size; i++) {
      state.scores.push(batch.lasting ? batch.row(i) : batch.row(i).slice());
      state.active.push(batch.targets.get(i));
    }
  }

  protected override evaluate(state: KeptRows): number {
    return this.valueFrom(new LabelRankings(state));
  }

  protected override checkState(state: KeptRows, examples: number, numLabels: number): void {
    for (const name of ['sum', 'count'] as const) {
      checkNumber(`json.state.${name}`, state[name], { min: 0, max: 0 });
    }
    for (const name of ['scores', 'active'] as const) {
      if (state[name].length === examples) continue;
      throw new ValueError(`json.state.${name}`, state[name], `${examples} rows, one per example`);
    }
    state.scores.forEach((row, i) => {
      if (row.length === numLabels) return;
      throw new ValueError(`json.state.scores[${i}]`, row, `${numLabels} numbers, one per label`);
    });
    state.active.forEach((row, i) => checkAscending(`json.state.active[${i}]`, row, numLabels));
  }

  /** The metric's value. @internal */
  abstract valueFrom(rankings: LabelRankings): number;

  /** The value of each label. @internal */
  valuesFrom({ byLabel }: LabelRankings): Float64Array {
    return Float64Array.from(byLabel, (ranked) => this.score(ranked));
  }
}

/** Checks the active labels of one example. */
function checkAscending(argument: string, labels: Row, numLabels: number): void {
  for (let j = 0; j < labels.length; j++) {
    checkInteger(argument, labels[j], { min: 0, max: numLabels - 1 });
    if (j > 0 && labels[j] <= labels[j - 1]) throw new ValueError(argument, labels, 'ascending labels');
  }
}
