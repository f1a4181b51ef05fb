import {
  checkTensor,
  isTensor,
  readNumbers,
  readNumberRows,
  readScores,
  type Scores,
  ValueError,
} from '@argmaxable/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { activeCount, addJoint } from './active-count.js';
import { probabilities } from '../calibration/calibration.js';

/** [size, n, m]: for each example and label i, P(y_i = 1, S = s) for s = 1..m. */
export type Joint = Tensor3D | ReadonlyArray<ReadonlyArray<ArrayLike<number>>>;

/** Most numbers of a joint distribution: 2 GB in float64. */
const mostProbabilities = 2 ** 28;

interface JointOfExample {
  /** [numLabels, most], row-major. */
  readonly joint: Float64Array;
  /** P(S = 0). */
  readonly empty: number;
}

/** Tolerance for sums of probabilities, for rounding in float32 and in estimates. */
const slack = 1e-4;

/** Checks a joint distribution and converts it to one form, one example at a time. */
export function readJoint(
  joint: Joint,
  empty?: ArrayLike<number>,
): { examples: Iterable<JointOfExample>; numLabels: number; most: number } {
  const { values, shape } = flatten(joint);
  const [size, numLabels, most] = shape;
  if (numLabels === 0 || most === 0 || most > numLabels) {
    throw new ValueError('joint', shape, 'of shape [size, n, m] with 1 <= m <= n');
  }
  const nothing = empty === undefined ? undefined : readNumbers('empty', empty);
  if (nothing && nothing.length !== size) {
    throw new ValueError('empty', `${nothing.length} numbers`, `one probability per example, ${size}`);
  }
  nothing?.forEach((p, e) => checkProbability(`empty[${e}]`, p));
  const examples = Array.from({ length: size }, (_, e) => {
    const one = values.subarray(e * numLabels * most, (e + 1) * numLabels * most);
    one.forEach((p, at) => checkProbability(`joint[${e}][${Math.floor(at / most)}][${at % most}]`, p));
    return { joint: one, empty: nothing ? nothing[e] : remaining(one, most, e) };
  });
  return { examples, numLabels, most };
}

/**
 * P(y_i = 1, S = s) of labels that are independent given the example.
 *
 * @param scores Probabilities [size, n].
 * @param numLabels Number of labels n: needed for a flat array; for other forms it is checked.
 * @returns [size][n][n]: by example, label and number of active labels minus 1. n^2 numbers per example, at
 *   most 2^28 (2 GB) in total.
 * @throws ValueError for values outside 0 to 1, for more numbers than that, and as `predict` does.
 *
 * @example
 * import { independentJoint } from '@argmaxable/decisions';
 * independentJoint([[0.5, 0.5]])[0][1]; // Float64Array [0.25, 0.25]: alone, and together with label 0
 */
export function independentJoint(scores: Scores, numLabels?: number): Float64Array[][] {
  const { values, size, numLabels: n } = readScores(scores, numLabels, 'scores');
  if (size * n * n > mostProbabilities) {
    const allowed = `of ${Math.floor(mostProbabilities / n ** 2)} examples or fewer with ${n} labels`;
    throw new ValueError('scores', [size, n], allowed, 'plugInFMaximizer needs no joint distribution.');
  }
  return Array.from({ length: size }, (_, e) => {
    const p = probabilities(values.subarray(e * n, (e + 1) * n), undefined);
    const q = activeCount(p, n);
    return Array.from(p, (pi) => {
      const joint = new Float64Array(n + 1);
      addJoint(joint, q, pi);
      return joint.subarray(1);
    });
  });
}

function flatten(joint: Joint): { values: Float64Array; shape: readonly [number, number, number] } {
  if (isTensor(joint)) {
    checkTensor('joint', joint);
    if (joint.rank !== 3) throw new ValueError('joint', joint.shape, 'of shape [size, n, m]');
    return { values: Float64Array.from(joint.dataSync()), shape: joint.shape };
  }
  const given: unknown = joint;
  if (!Array.isArray(given) || given.length === 0) {
    throw new ValueError('joint', given, 'a tensor or nested arrays [size][n][m] of one example or more');
  }
  const rows = Array.from(given as unknown[], (example, e) =>
    readNumberRows(`joint[${e}]`, example, { nan: true, infinite: true }),
  );
  const [n, m] = rows[0].shape;
  const values = new Float64Array(rows.length * n * m);
  rows.forEach((example, e) => {
    if (example.shape[0] !== n) throw new ValueError(`joint[${e}]`, joint[e], `${n} rows, like the first`);
    if (example.shape[1] !== m) {
      throw new ValueError(`joint[${e}][0]`, joint[e][0], `a row of ${m} numbers, like the first`);
    }
    values.set(example.values, e * n * m);
  });
  return { values, shape: [rows.length, n, m] };
}

/** P(S = s) is the sum over labels of P(y_i = 1, S = s) / s, because each such outcome is counted s times. */
function remaining(joint: Float64Array, most: number, e: number): number {
  const left = 1 - joint.reduce((sum, p, at) => sum + p / ((at % most) + 1), 0);
  if (left < -slack) {
    throw new ValueError(
      `joint[${e}]`,
      `probabilities of S = 1, 2, ... that sum to ${1 - left}`,
      'probabilities of numbers of active labels that sum to 1 or less',
      'If they are estimates that need not sum to 1, give `empty` too.',
    );
  }
  return Math.max(0, left);
}

function checkProbability(name: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(name, p, 'a probability, from 0 to 1');
}
