import { checkBoolean, checkInteger, isPlainObject, ValueError } from '@argmaxable/core';
import { type Classifier, inputsOf } from './classifier.js';

const known = new WeakSet<object>();

/**
 * Limits for the numbers of a classifier: for those that are read, and for the results after scores are
 * folded in. Checks are sound within these limits.
 */
const smallest = 1e-220;
const largest = 1e220;

const advice = 'Make it with readClassifier, or use that of a report.';

/**
 * Returns `classifier` if its numbers fit together like those that `readClassifier` returns. It reads each
 * number once.
 *
 * @throws ValueError for anything else.
 */
export function checkClassifier(classifier: Classifier): Classifier {
  if (known.has(classifier)) return classifier;
  checkHead(classifier);
  const { range, ranked } = classifier;
  checkBoolean('classifier.ranked', ranked);
  if (!isPlainObject(range)) throw new ValueError('classifier.range', range, 'a range', advice);
  const inputs = inputsOf(classifier);
  checkArray('classifier.range.lower', range.lower, inputs, (value) => value < Infinity && isBound(value));
  checkArray('classifier.range.upper', range.upper, inputs, (value) => value > -Infinity && isBound(value));
  const crossed = range.lower.findIndex((low, j) => low > range.upper[j]);
  if (crossed >= 0) {
    throw new ValueError(
      `classifier.range.lower[${crossed}]`,
      range.lower[crossed],
      'no more than the upper bound',
    );
  }
  known.add(classifier);
  return classifier;
}

/** The same for the numbers that a classifier's scores are computed from. */
export function checkHead(
  classifier: Pick<Classifier, 'numLabels' | 'numFeatures' | 'weights' | 'bias' | 'projection'>,
): void {
  if (!isPlainObject(classifier)) throw new ValueError('classifier', classifier, 'a classifier', advice);
  const { numLabels, numFeatures, weights, bias, projection } = classifier;
  checkInteger('classifier.numLabels', numLabels, { min: 1 }, advice);
  checkInteger('classifier.numFeatures', numFeatures, { min: 1 }, advice);
  checkArray('classifier.weights', weights, numLabels * numFeatures, isNumber);
  if (bias !== null) checkArray('classifier.bias', bias, numLabels, isNumber);
  if (projection === null) return;
  if (!isPlainObject(projection)) {
    throw new ValueError('classifier.projection', projection, 'a projection, or null', advice);
  }
  checkInteger('classifier.projection.numInputs', projection.numInputs, { min: 1 }, advice);
  checkArray('classifier.projection.kernel', projection.kernel, numFeatures * projection.numInputs, isNumber);
  checkArray('classifier.projection.offset', projection.offset, numFeatures, isNumber);
}

function checkArray(
  argument: string,
  values: unknown,
  length: number,
  isAllowed: (value: number) => boolean,
): void {
  if (Object.prototype.toString.call(values) !== '[object Float64Array]') {
    throw new ValueError(argument, values, 'a Float64Array', advice);
  }
  const given = values as Float64Array;
  if (given.length !== length) {
    throw new ValueError(argument, `${given.length} values`, `${length} values`, advice);
  }
  for (let i = 0; i < length; i++) {
    if (isAllowed(given[i])) continue;
    const allowed = `0 or a number with a magnitude from ${smallest} to ${largest}`;
    throw new ValueError(`${argument}[${i}]`, given[i], allowed, advice);
  }
}

function isNumber(value: number): boolean {
  const magnitude = Math.abs(value);
  return value === 0 || (magnitude >= smallest && magnitude <= largest);
}

function isBound(value: number): boolean {
  return Math.abs(value) === Infinity || isNumber(value);
}
