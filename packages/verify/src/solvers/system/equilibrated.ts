import { isScaleFree, measureOf } from '../../input/domain.js';
import type { Multipliers } from '../../certificate/multipliers.js';
import { exponentOf, scaled } from '../../certificate/bounds/rounding.js';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import { greatestOf, leastOf } from '../../linear-algebra/long-arrays.js';

/** The same question in units in which all numbers have about the same size. */
export interface Equilibrated {
  readonly classifier: Classifier;
  /** The feature vector of the original classifier for one of this classifier. */
  readonly features: (e: Float64Array) => Float64Array;
  /** Multipliers of the original rows from multipliers of this classifier's rows. */
  readonly multipliers: (multipliers: Multipliers) => Multipliers;
}

/** Units are not changed if they differ by less than 2^20, and all numbers are between 2^-200 and 2^200. */
const most = { spread: 20, size: 200 };

/** Each pass brings rows and columns nearer to 1; two more passes change little. */
const passes = 3;

/**
 * A classifier with the same reachable label sets, whose features, rows and intermediate values (between
 * projection and matrix) have their own units, powers of two. Solvers work with rows of equal length; a
 * feature whose weights or range are a millionth of the others' would be lost in them. The radii are
 * different. Null if all numbers already have about the same size.
 */
export function equilibrated(classifier: Classifier): Equilibrated | null {
  const matrix = sizesOf(classifier.weights, classifier.numFeatures);
  const map = classifier.projection && sizesOf(classifier.projection.kernel, inputsOf(classifier));
  const units = unitsOf(classifier, matrix, map);
  if (!isWorthwhile([matrix, map], units)) return null;
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

/** Exponents of two: of rows, of the values between projection and matrix, and of features. */
interface Units {
  readonly ofRows: Float64Array;
  readonly ofMiddle: Float64Array;
  readonly ofInputs: Float64Array;
}

/** The exponents of a matrix's numbers, row by row. */
interface Magnitudes {
  readonly exponents: Int16Array;
  readonly width: number;
  /** Whether some number is so far from 1 that units have to change. */
  readonly isOdd: boolean;
}

/** Stands for the exponent of 0. */
const none = 0x7fff;

function sizesOf(values: Float64Array, width: number): Magnitudes {
  const exponents = new Int16Array(values.length);
  let isOdd = false;
  for (let at = 0; at < values.length; at++) {
    const exponent = values[at] === 0 ? none : exponentOf(values[at]);
    exponents[at] = exponent;
    if (exponent !== none && Math.abs(exponent) > most.size) isOdd = true;
  }
  return { exponents, width, isOdd };
}

function unitsOf(classifier: Classifier, matrix: Magnitudes, map: Magnitudes | null): Units {
  const { numLabels, numFeatures: d, ranked, range } = classifier;
  const inputs = inputsOf(classifier);
  const ofRows = new Float64Array(numLabels);
  const ofMiddle = new Float64Array(d);
  const ofInputs = new Float64Array(inputs);
  // If verdicts depend on how large features may be, a unit is half the width of a range.
  const isHeld = measureOf(classifier) === 'bounded' && !isScaleFree(classifier);
  if (isHeld) {
    for (let j = 0; j < inputs; j++) {
      const half = range.upper[j] / 2 - range.lower[j] / 2;
      ofInputs[j] = half > 0 ? exponentOf(half) : 0;
    }
  }
  for (let pass = 0; pass < passes; pass++) {
    const columns = map === null ? ofInputs : ofMiddle.map((exponent) => -exponent);
    // The rows of a ranking are compared with one another, so they keep a common unit.
    if (!ranked) centreRows(matrix, ofRows, columns);
    if (map === null) {
      if (!isHeld) centreColumns(matrix, ofRows, ofInputs);
    } else {
      if (!isHeld) centreColumns(map, ofMiddle, ofInputs);
      centreRows(map, ofMiddle, ofInputs);
    }
    // Each pass changes units by at most as much as the pass before: most matrices keep their units.
    if (Math.max(spread(ofInputs), spread(ofMiddle)) < most.spread / 4) break;
  }
  return { ofRows, ofMiddle, ofInputs };
}

/** Changes each row's exponent so that its largest and its least number are equally far from 1. */
function centreRows({ exponents, width }: Magnitudes, ofRows: Float64Array, ofColumns: Float64Array): void {
  for (let i = 0, at = 0; i < ofRows.length; i++) {
    let least = Infinity;
    let greatest = -Infinity;
    for (let j = 0; j < width; j++, at++) {
      if (exponents[at] === none) continue;
      const size = exponents[at] + ofColumns[j];
      if (size < least) least = size;
      if (size > greatest) greatest = size;
    }
    if (greatest > -Infinity) ofRows[i] = -Math.round((least + greatest) / 2);
  }
}

/** The same for columns. */
function centreColumns(
  { exponents, width }: Magnitudes,
  ofRows: Float64Array,
  ofColumns: Float64Array,
): void {
  const least = new Float64Array(width).fill(Infinity);
  const greatest = new Float64Array(width).fill(-Infinity);
  for (let i = 0, at = 0; i < ofRows.length; i++) {
    for (let j = 0; j < width; j++, at++) {
      if (exponents[at] === none) continue;
      const size = exponents[at] + ofRows[i];
      if (size < least[j]) least[j] = size;
      if (size > greatest[j]) greatest[j] = size;
    }
  }
  for (let j = 0; j < width; j++) {
    if (greatest[j] > -Infinity) ofColumns[j] = -Math.round((least[j] + greatest[j]) / 2);
  }
}

function isWorthwhile(matrices: readonly (Magnitudes | null)[], { ofInputs, ofMiddle }: Units): boolean {
  return (
    matrices.some((matrix) => matrix?.isOdd) ||
    spread(ofInputs) > most.spread ||
    spread(ofMiddle) > most.spread
  );
}

function spread(exponents: Float64Array): number {
  return greatestOf(exponents) - leastOf(exponents);
}
