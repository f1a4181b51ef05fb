import { isScaleFree, measureOf } from '../certificate/domain.js';
import type { Multipliers } from '../certificate/multipliers.js';
import { exponentOf, scaled } from '../certificate/rounding.js';
import { type Classifier, inputsOf } from '../head/classifier.js';

/** The same question in units in which numbers are of about one size. */
export interface Equilibrated {
  readonly classifier: Classifier;
  /** The feature vector of the original that one of this classifier is. */
  readonly features: (e: Float64Array) => Float64Array;
  /** Multipliers of the original's rows from those of this classifier's. */
  readonly multipliers: (multipliers: Multipliers) => Multipliers;
}

/** Units are left as they are where they differ by less than 2^20, and numbers by less than 2^200 from 1. */
const most = { spread: 20, size: 200 };

/** Each pass brings rows and columns nearer to 1 together; two more change little. */
const passes = 3;

/**
 * A classifier with the same label sets within reach, whose features, rows and what is between a projection and the matrix have
 * units of their own, powers of two: solvers measure a feature by its length, and in rows of a common length one whose weights, or
 * whose range, are a millionth of the others' is lost. Radii are other ones. Null where numbers are of about one size as they are.
 */
export function equilibrated(classifier: Classifier): Equilibrated | null {
  const units = unitsOf(classifier);
  if (!isWorthwhile(classifier, units)) return null;
  const { numLabels, numFeatures: d, weights, bias, projection, range } = classifier;
  const inputs = inputsOf(classifier);
  const { ofRows, ofMiddle, ofInputs } = units;
  const back = (k: number) => (projection === null ? ofInputs[k] : -ofMiddle[k]);
  const own: Classifier = {
    ...classifier,
    weights: weights.map((value, at) => scaled(value, ofRows[Math.floor(at / d)] + back(at % d))),
    bias: bias && bias.map((value, i) => scaled(value, ofRows[i])),
    projection: projection && {
      numInputs: inputs,
      kernel: projection.kernel.map((value, at) =>
        scaled(value, ofMiddle[Math.floor(at / inputs)] + ofInputs[at % inputs]),
      ),
      offset: projection.offset.map((value, k) => scaled(value, ofMiddle[k])),
    },
    range: {
      ...range,
      lower: range.lower.map((end, j) => scaled(end, -ofInputs[j])),
      upper: range.upper.map((end, j) => scaled(end, -ofInputs[j])),
    },
  };
  const isFinite = (values: Float64Array) => values.every(Number.isFinite);
  const parts = [own.weights, own.bias, own.projection?.kernel, own.projection?.offset];
  if (numLabels === 0 || !parts.every((values) => !values || isFinite(values))) return null;
  return {
    classifier: own,
    features: (e) =>
      e.map((value, j) => Math.min(range.upper[j], Math.max(range.lower[j], scaled(value, ofInputs[j])))),
    multipliers: ({ rows, against, values }) => {
      const exponents = Array.from(rows, (row) => ofRows[row]);
      const greatest = exponents.reduce((least, exponent) => Math.max(least, exponent), -Infinity);
      return {
        rows,
        ...(against ? { against } : {}),
        values: values.map((value, m) => scaled(value, exponents[m] - greatest)),
      };
    },
  };
}

/** Exponents of two: of rows, of what is between projection and matrix, and of features. */
interface Units {
  readonly ofRows: Float64Array;
  readonly ofMiddle: Float64Array;
  readonly ofInputs: Float64Array;
}

function unitsOf(classifier: Classifier): Units {
  const { numLabels, numFeatures: d, weights, projection, ranked, range } = classifier;
  const inputs = inputsOf(classifier);
  const ofRows = new Float64Array(numLabels);
  const ofMiddle = new Float64Array(d);
  const ofInputs = new Float64Array(inputs);
  // Where verdicts hang on how large features may be, a unit is half the width of a range.
  const isHeld = measureOf(classifier) === 'bounded' && !isScaleFree(classifier);
  if (isHeld) {
    for (let j = 0; j < inputs; j++) {
      const half = range.upper[j] / 2 - range.lower[j] / 2;
      ofInputs[j] = half > 0 ? exponentOf(half) : 0;
    }
  }
  const matrix = { values: weights, width: d, height: numLabels };
  const map = projection && { values: projection.kernel, width: inputs, height: d };
  for (let pass = 0; pass < passes; pass++) {
    const columns = projection === null ? ofInputs : ofMiddle.map((exponent) => -exponent);
    // Rows of a ranking are compared with one another.
    if (!ranked) centre(matrix, (i, k) => ofRows[i] + columns[k], ofRows, 'rows');
    if (map === null) {
      if (!isHeld) centre(matrix, (i, k) => ofRows[i] + ofInputs[k], ofInputs, 'columns');
      continue;
    }
    if (!isHeld) centre(map, (k, j) => ofMiddle[k] + ofInputs[j], ofInputs, 'columns');
    centre(map, (k, j) => ofMiddle[k] + ofInputs[j], ofMiddle, 'rows');
  }
  return { ofRows, ofMiddle, ofInputs };
}

/** Moves each row's, or column's, exponent so that the largest and the least of its numbers are as far from 1. */
function centre(
  { values, width, height }: { values: Float64Array; width: number; height: number },
  unit: (i: number, j: number) => number,
  exponents: Float64Array,
  side: 'rows' | 'columns',
): void {
  const least = new Float64Array(exponents.length).fill(Infinity);
  const greatest = new Float64Array(exponents.length).fill(-Infinity);
  for (let i = 0, at = 0; i < height; i++) {
    for (let j = 0; j < width; j++, at++) {
      if (values[at] === 0) continue;
      const size = exponentOf(values[at]) + unit(i, j);
      const line = side === 'rows' ? i : j;
      least[line] = Math.min(least[line], size);
      greatest[line] = Math.max(greatest[line], size);
    }
  }
  exponents.forEach((exponent, line) => {
    if (greatest[line] > -Infinity)
      exponents[line] = exponent - Math.round((least[line] + greatest[line]) / 2);
  });
}

function isWorthwhile({ weights, projection }: Classifier, { ofInputs, ofMiddle }: Units): boolean {
  const spread = (exponents: Float64Array) =>
    exponents.reduce((high, value) => Math.max(high, value), -Infinity) -
    exponents.reduce((low, value) => Math.min(low, value), Infinity);
  const isOdd = (value: number) => value !== 0 && Math.abs(exponentOf(value)) > most.size;
  return (
    spread(ofInputs) > most.spread ||
    (projection !== null && (spread(ofMiddle) > most.spread || projection.kernel.some(isOdd))) ||
    weights.some(isOdd)
  );
}
