import { checkInteger, checkNumber, ValueError } from '@argmaxable/core';
import type { RankedPositives } from '../batch/ranked-positives.js';
import type { LabelScoring } from '../metric/scoring.js';
import type { Row } from '../metric/state.js';
import { LabelRankings } from './label-rankings.js';

/** The scores and the active labels of each example; `sum` and `count` are for the mean over examples. */
export type KeptRows = { scores: Row[]; active: Row[]; sum: number; count: number };

/** How a value is computed from the rankings of labels. */
interface RankingFormulas<Options> {
  /** Computes the value of one ranking. */
  readonly label: (ranked: RankedPositives, options: Options) => number;
  /** Computes the metric's value; `values` returns the values of the labels. */
  readonly all: (rankings: LabelRankings, options: Options, values: () => Float64Array) => number;
}

/** A scoring of the rankings of the examples by each label's scores. */
export interface RankingScoring<Options> extends LabelScoring<Options, KeptRows, false> {
  /** Computes the metric's value from rankings, which other metrics may share. */
  ofRankings(rankings: LabelRankings, options: Options): number;
  /** Computes the value of each label. */
  perLabelOfRankings(rankings: LabelRankings, options: Options): Float64Array;
}

/**
 * Makes the scoring of a formula of the rankings of the examples by each label's scores. It needs all scores
 * at the end, so the memory of the metric grows by n numbers per example.
 */
export function ofLabelRankings<Options>({ label, all }: RankingFormulas<Options>): RankingScoring<Options> {
  const perLabelOfRankings = ({ byLabel }: LabelRankings, options: Options): Float64Array =>
    Float64Array.from(byLabel, (ranked) => label(ranked, options));
  const ofRankings = (rankings: LabelRankings, options: Options): number =>
    all(rankings, options, () => perLabelOfRankings(rankings, options));

  return {
    takesLabelSets: false,
    empty: () => ({ scores: [], active: [], sum: 0, count: 0 }),
    add(state, batch) {
      for (let i = 0; i < batch.size; i++) {
        state.scores.push(batch.lasting ? batch.row(i) : batch.row(i).slice());
        state.active.push(batch.targets.get(i));
      }
    },
    value: (state, options) => ofRankings(new LabelRankings(state), options),
    perLabel: (state, options) => perLabelOfRankings(new LabelRankings(state), options),
    checkState,
    ofRankings,
    perLabelOfRankings,
  };
}

function checkState(state: KeptRows, _options: unknown, examples: number, numLabels: number): void {
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

/** Checks the active labels of one example. */
function checkAscending(argument: string, labels: Row, numLabels: number): void {
  for (let j = 0; j < labels.length; j++) {
    checkInteger(argument, labels[j], { min: 0, max: numLabels - 1 });
    if (j > 0 && labels[j] <= labels[j - 1]) {
      throw new ValueError(argument, labels, 'labels in ascending order');
    }
  }
}
