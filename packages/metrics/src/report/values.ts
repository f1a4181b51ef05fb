import type { Average } from '../label-sets/index.js';

/** Values at one k. */
export interface AtKValues {
  readonly k: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly ndcg: number;
  /** Propensity-scored precision; there if propensities were given. */
  readonly psp?: number;
}

/** Values of predicted label sets under one average. */
export interface SetValues {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly jaccard: number;
}

/** Values of predicted label sets. */
export interface SetSummary extends Readonly<Record<Average, SetValues>> {
  readonly hammingLoss: number;
  /** Subset accuracy. */
  readonly accuracy: number;
}

/** Values of the label sets that one threshold, the same for all labels, makes of the scores. */
export interface ThresholdValues extends SetSummary {
  readonly threshold: number;
}

/** Values of one label. */
export interface LabelValues extends SetValues {
  readonly label: number;
  /** There if names were given. */
  readonly name?: string;
  /** In how many examples it is active. */
  readonly support: number;
}

/** Values of one label that has scores. */
export interface ScoredLabelValues extends LabelValues {
  /** NaN without positives. */
  readonly averagePrecision: number;
  /** NaN without positives or without negatives. */
  readonly rocAuc: number;
}

/** Values of rankings. */
export interface RankingValues {
  readonly averagePrecisionMacro: number;
  readonly averagePrecisionMicro: number;
  /** Interpolated as in VOC 2010. */
  readonly meanAveragePrecision: number;
  readonly rocAucMacro: number;
  readonly rocAucMicro: number;
  readonly labelRankingAveragePrecision: number;
  readonly coverageError: number;
  readonly labelRankingLoss: number;
}
