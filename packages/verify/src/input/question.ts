import { checkNumber, checkOneOf, ValueError } from '@argmaxable/core';
import { measureOf } from './domain.js';
import type { Classifier } from './classifier.js';
import { modes, type VerifyOptions } from './verify-options.js';

/** The question that is asked about each label set. */
export interface Question {
  readonly mode: 'verdict' | 'radius';
  /** In mode 'radius': how far apart the final bounds of a radius may be, as a share of the upper bound. */
  readonly gap: number;
  /** See `VerifyOptions`; null if a radius of any size is enough. */
  readonly eps: number | null;
  /** Milliseconds for one label set. */
  readonly timeLimit: number;
}

/** @throws ValueError for invalid options, and if radii are asked for and there are none. */
export function questionOf(classifier: Classifier, options: VerifyOptions): Question {
  const mode = checkOneOf('mode', options.mode === undefined ? 'verdict' : options.mode, modes);
  const eps = options.eps === undefined ? null : checkNumber('eps', options.eps, { min: 0 });
  const gap = checkNumber('gap', options.gap === undefined ? 1e-6 : options.gap, { min: 0 });
  const timeLimit = checkNumber('timeLimit', options.timeLimit === undefined ? 60_000 : options.timeLimit, {
    min: 0,
  });
  if ((mode === 'radius' || eps !== null) && measureOf(classifier) === 'relative') {
    throw new ValueError(
      'featureRange',
      classifier.range.words,
      `bounded in every feature if radii are asked for (${mode === 'radius' ? "mode 'radius'" : 'eps'})`,
      'Scores have a constant part here, so that features cannot be scaled, and a radius depends on the range of features. ' +
        'Give featureRange: { lower, upper } or { observed: features }, or box: R.',
    );
  }
  return { mode, eps, gap, timeLimit };
}
