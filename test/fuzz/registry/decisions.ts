import * as decisions from '@argmaxable/decisions';
import {
  either,
  instance,
  integer,
  notNumbers,
  number,
  numbers,
  oneOf,
  options,
  optional,
  publicFunction,
  rows,
  type Spec,
} from '../specs.js';
import { scores, targets } from './core.js';

export const name = '@argmaxable/decisions';
export { decisions as exports };

const beta = number(1, (value) => value >= 0 && value <= 1e6);
const fitOptions = { beta, targets: oneOf('auto', 'dense', 'sparse') };
const calibrated = {
  ...fitOptions,
  calibration: oneOf('global', 'perLabel'),
  scores: oneOf('logits', 'probabilities'),
};
const threshold = number(0.5, (value) => !Number.isNaN(value));
const calibration = options(
  { scores: oneOf('logits', 'probabilities'), slopes: numbers([1]), offsets: numbers([0]) },
  ['scores', 'slopes', 'offsets'],
);
const countWeights: Spec = { ...numbers([1, 2]), valid: () => [1, 2] };
const plugIn = options({ beta, calibration });
const general = options({ beta, calibration, countWeights });
const probabilities = (): Spec => rows([[0.2, 0.9, 0.4]]);

const probability =
  (value: unknown): Spec['wrongInside'] =>
  () =>
    [...notNumbers, NaN, -1, 2].map((wrong) => ({
      value: [[[wrong, 0, 0], ...(value as number[][])]],
      place: '[0][0][0]',
    }));
const joint: Spec = {
  valid: () => [
    [
      [0.1, 0, 0],
      [0.5, 0.1, 0],
      [0.2, 0.1, 0],
    ],
  ],
  accepts: isJoint,
  wrongInside: probability([
    [0.5, 0.1, 0],
    [0.2, 0.1, 0],
  ]),
};

/** Nested three deep, with probabilities. */
function isJoint(value: unknown): boolean {
  return Array.isArray(value) && value.flat(2).every((p) => typeof p === 'number' && p >= 0 && p <= 1);
}

const fit = (rule: keyof typeof decisions, given: Record<string, Spec>) =>
  publicFunction(
    `${rule}.fit`,
    (decisions[rule] as unknown as { fit: (...args: never[]) => unknown }).fit,
    targets(),
    { ...scores(), wrongInside: () => [...scores().wrongInside()] },
    optional(options(given)),
  );

const rule = () => decisions.threshold(0);
const json: Spec = {
  ...options({ rule: oneOf('topK'), k: integer(1, 1) }, ['rule', 'k']),
  valid: () => ({ rule: 'topK', k: 1 }),
};

export const functions = [
  publicFunction('topK', decisions.topK, integer(1, 1)),
  fit('topK', fitOptions),
  publicFunction('threshold', decisions.threshold, threshold),
  fit('threshold', fitOptions),
  publicFunction(
    'threshold.predict',
    (given: number[][], n?: number) => rule().predict(given, n),
    scores(),
    optional(integer(3, 1)),
  ),
  publicFunction('thresholdAveraging', decisions.thresholdAveraging, number(0.5)),
  fit('thresholdAveraging', fitOptions),
  publicFunction('perLabelThresholds', decisions.perLabelThresholds, numbers([0.1, 0.2, 0.3])),
  fit('perLabelThresholds', { ...fitOptions, average: oneOf('micro', 'macro'), folds: integer(0, 0) }),
  publicFunction('plugInFMaximizer', decisions.plugInFMaximizer, optional(plugIn)),
  fit('plugInFMaximizer', calibrated),
  publicFunction(
    'plugInFMaximizer.predict',
    (given: number[][]) => decisions.plugInFMaximizer().predict(given),
    probabilities(),
  ),
  publicFunction('generalFMaximizer', decisions.generalFMaximizer, optional(general)),
  fit('generalFMaximizer', calibrated),
  publicFunction(
    'generalFMaximizer.predictFromJoint',
    (given: number[][][], empty?: number[]) => decisions.generalFMaximizer().predictFromJoint(given, empty),
    joint,
    optional(numbers([0.1], { alsoWrong: [NaN, -1, 2] })),
  ),
  publicFunction('independentJoint', decisions.independentJoint, probabilities(), optional(integer(3, 1))),
  publicFunction(
    'expectedF',
    decisions.expectedF,
    { ...targets(), valid: () => [[0, 1, 1]] },
    probabilities(),
    optional(options({ beta })),
  ),
  publicFunction(
    'ruleFromJSON',
    decisions.ruleFromJSON,
    either(
      json,
      instance(() => ({})),
    ),
  ),
];

functions.push(
  publicFunction(
    'perExample',
    decisions.perExample,
    optional(options({ threshold, min: integer(0, 0), max: integer(2, 1) })),
  ),
  fit('perExample', { ...fitOptions, min: integer(0, 0, 3), max: integer(2, 1) }),
  publicFunction('mcut', decisions.mcut),
  publicFunction('mcut.predict', (given: number[][]) => decisions.mcut().predict(given), scores()),
);

export const others: Record<string, string> = {};
