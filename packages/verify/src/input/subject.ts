import type { Classifier } from './classifier.js';
import type { Rule } from './rule.js';

/**
 * What verdicts are about: the model, from what goes into the first of the linear layers at its end, or its
 * last matrix alone, whatever is in front of it.
 */
export type About = 'model' | 'classifier';

/** What is decided, read and checked: by `verifyMatrix` from numbers, by `readModelSubject` from a model. */
export interface Subject {
  /** With all that is behind its scores folded in. */
  readonly classifier: Classifier;
  readonly about: About;
  readonly rule: Rule;
  /** As given; they are folded in. */
  readonly thresholds: Float64Array | null;
  /** What else is folded in, in words. */
  readonly folded: readonly string[];
}
