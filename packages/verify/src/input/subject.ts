import type { Classifier } from './classifier.js';
import type { Rule } from './rule.js';

/**
 * What verdicts are about: the model, with the inputs of its first linear layer at the end as features; or
 * its last matrix alone, for any layers in front of it.
 */
export type About = 'model' | 'classifier';

/**
 * The classifier and settings of a run, read and checked: by `verifyMatrix` from numbers, by
 * `readModelSubject` from a model.
 */
export interface Subject {
  /** The classifier, with everything that follows its scores folded in. */
  readonly classifier: Classifier;
  readonly about: About;
  readonly rule: Rule;
  /** The thresholds as given; they are folded in. */
  readonly thresholds: Float64Array | null;
  /** In words, what else is folded in. */
  readonly folded: readonly string[];
}
