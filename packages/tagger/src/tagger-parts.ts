import type { DecisionRule } from '@argmaxable/decisions';
import type { NgramEncoder } from './encoder/ngram-encoder.js';

/** What a tagger learnt from, and how good it was on texts that were held out. */
export interface TrainingRecord {
  /** How many texts. */
  readonly texts: number;
  /** Micro-F1 of the decision rule on the held-out texts that it was fitted on. */
  readonly microF1: number;
}

/** All that a tagger is. */
export interface TaggerParts {
  readonly labels: readonly string[];
  readonly encoder: NgramEncoder;
  /** [features + 1, labels], the biases last: logits of probabilities. */
  readonly weights: Float32Array;
  readonly rule: DecisionRule;
  readonly training: TrainingRecord;
}
