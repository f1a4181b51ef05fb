import * as verifier from '@argmaxable/verify';
import {
  boolean,
  callback,
  either,
  instance,
  integer,
  isPlain,
  notNumbers,
  nullable,
  number,
  numbers,
  oneOf,
  options,
  optional,
  publicFunction,
  rows,
  type Spec,
  string,
} from '../specs.js';
import { lists } from './core.js';
import { aModel, smallModel } from './models.js';

export const name = '@argmaxable/verify';
export { verifier as exports };

const matrix = [
  [1, 0],
  [0, 1],
  [1, 1],
];
const weights = (): Spec => rows(matrix, { alsoWrong: [NaN, Infinity, 1e300] });
const vector = (valid: number[]): Spec => numbers(valid, { alsoWrong: [NaN, Infinity, 1e300] });
const bias = (): Spec => vector([0, 0, 0.5]);
const positive = number(1, (value) => value > 0 && value < Infinity);
const nonNegative = number(0, (value) => value >= 0 && value < Infinity);
const rule = oneOf('sign', 'topK', 'argmax');
const range: Spec = {
  valid: () => 'nonNegative',
  accepts: (value) =>
    value === 'any' || value === 'nonNegative' || (isPlain(value) && Object.keys(value).length === 0),
  wrongInside: () =>
    [...notNumbers, NaN].map((wrong) => ({ value: { lower: [0, wrong], upper: 9 }, place: '.lower[1]' })),
};
const projection: Spec = options(
  {
    weights: rows([
      [1, 0],
      [0, 1],
    ]),
    bias: nullable(vector([0, 0])),
  },
  ['weights'],
);
const classifierInput = (): Spec =>
  options(
    {
      weights: weights(),
      bias: nullable(bias()),
      projection: nullable(projection),
      featureRange: range,
      box: positive,
    },
    ['weights'],
  );
const common = {
  mode: oneOf('verdict', 'radius'),
  gap: nonNegative,
  thresholds: vector([0, 0, 0]),
  timeLimit: nonNegative,
  workers: integer(1, 1),
  workerUrl: string('worker.js'),
  onProgress: callback(() => undefined),
  signal: instance(() => new AbortController().signal),
  locateFile: callback((file: never) => file),
};
/** Wrong ones only: right ones of these would write files. */
const checkpoint: Spec = { ...string('x', () => true), valid: () => undefined };
const shard = string('1/2', (value) => /^\d+\/\d+$/.test(value));
const withSets = { ...common, rule, eps: nonNegative, certificates: boolean(), shard, checkpoint };
const explored = {
  ...common,
  rule: oneOf('sign', 'topK'),
  eps: nonNegative,
  checkpoint,
  k: either(integer(1, 0, 3), numbers([1, 2])),
  samples: integer(5, 1),
  seed: string('seed'),
};

const read = () => verifier.readClassifier({ weights: matrix });
const report = () => verifier.verifyMatrix({ weights: matrix }, [[0], [0, 1, 2]]);
const labels = (): Spec => ({
  ...numbers([0, 1], { alsoWrong: [NaN, 9, -1, 0.5, 0] }),
});
/**
 * Multipliers as a caller claims them. NaN, a value below 0 and a row that is there twice are no proof, which
 * is an answer: of a bound, Infinity. A certificate must not hold them.
 */
const multipliers = (wrong: Partial<Record<'rows' | 'values', unknown[]>> = {}): Spec => ({
  valid: () => ({ rows: Int32Array.of(0, 1, 2), values: Float64Array.of(1, 1, 1) }),
  accepts: () => false,
  wrongInside: () =>
    [
      ...[...notNumbers, NaN, -1, 0.5, ...(wrong.rows ?? [])].map((row) => ({
        rows: [0, row],
        values: [1, 1],
      })),
      ...[...notNumbers, ...(wrong.values ?? [])]
        .filter((value) => typeof value !== 'bigint')
        .map((value) => ({ rows: [0, 1], values: [1, value] })),
      { rows: [0], values: [1, 1] },
      { rows: [0] },
      { rows: [0], values: [1], against: [0, 1] },
    ].map((value) => ({ value, place: '' })),
});

let shared: { ready: verifier.Classifier; done: verifier.VerifyReport } | undefined;
/** To be awaited before the valid calls: what functions need that only others make. */
export async function prepare(): Promise<void> {
  shared = { ready: await read(), done: await report() };
}
const ready = instance(() => shared?.ready);
const done = instance(() => shared?.done);
const json = instance(
  () => JSON.parse(JSON.stringify(shared?.done)) as unknown,
  () => false,
);

export const functions = [
  publicFunction(
    'verify',
    (model: never, given: never) => verifier.verify(model, given),
    aModel(),
    optional(
      options(
        {
          ...withSets,
          labelSets: lists(),
          about: oneOf('model', 'classifier'),
          featureRange: range,
          box: positive,
        },
        [],
        ['labelSets'],
      ),
    ),
  ),
  publicFunction(
    'verify without label sets',
    (model: never, given: never) => verifier.verify(model, given),
    aModel(),
    optional(
      options(
        { ...explored, about: oneOf('model', 'classifier'), featureRange: range, box: positive },
        [],
        ['samples'],
      ),
    ),
  ),
  publicFunction(
    'verifyMatrix',
    (input: never, sets: never, given: never) => verifier.verifyMatrix(input, sets, given),
    classifierInput(),
    optional(lists()),
    optional(options({ ...withSets, featureRange: range })),
  ),
  publicFunction(
    'verifyMatrix without label sets',
    (input: never, given: never) => verifier.verifyMatrix(input, undefined, given),
    classifierInput(),
    optional(options({ ...explored, featureRange: range }, [], ['samples'])),
  ),
  publicFunction(
    'checkCertificate',
    verifier.checkCertificate,
    weights(),
    nullable(bias()),
    labels(),
    instance(
      () => verifier.witnessCertificate([1, 1]),
      () => true,
    ),
    optional(
      options({
        arithmetic: oneOf('float64', 'exact'),
        eps: nonNegative,
        featureRange: range,
        box: positive,
        projection: nullable(projection),
        rule,
      }),
    ),
  ),
  publicFunction(
    'checkClassifierCertificate',
    verifier.checkClassifierCertificate,
    ready,
    labels(),
    instance(
      () => verifier.witnessCertificate([1, 1]),
      () => true,
    ),
    optional(options({ arithmetic: oneOf('float64', 'exact'), eps: nonNegative })),
  ),
  publicFunction(
    'readClassifier',
    verifier.readClassifier,
    classifierInput(),
    optional(options({ ranked: boolean() })),
  ),
  publicFunction('exactMultipliers', verifier.exactMultipliers, ready, labels(), multipliers({ rows: [9] })),
  publicFunction('provesInfeasible', verifier.provesInfeasible, ready, labels(), multipliers({ rows: [9] })),
  publicFunction(
    'multipliersUpperBound',
    verifier.multipliersUpperBound,
    ready,
    labels(),
    multipliers({ rows: [9] }),
  ),
  publicFunction(
    'witnessLowerBound',
    verifier.witnessLowerBound,
    ready,
    labels(),
    numbers([1, 1], { alsoWrong: [] }),
  ),
  publicFunction(
    'multipliersCertificate',
    verifier.multipliersCertificate,
    multipliers({ rows: [0], values: [NaN, -1, Infinity] }),
  ),
  publicFunction('witnessCertificate', verifier.witnessCertificate, numbers([1, 1])),
  publicFunction(
    'dftCertificate',
    verifier.dftCertificate,
    integer(6, 3),
    integer(1, 1, 2),
    nullable({ ...numbers([0, 2, 4, 1, 3, 5], { alsoWrong: [NaN, 0, 9] }), accepts: () => false }),
  ),
  publicFunction(
    'trigonometricWitness',
    verifier.trigonometricWitness,
    integer(6, 3),
    integer(1, 1, 2),
    labels(),
  ),
  publicFunction('classifierOfVersionOne', verifier.classifierOfVersionOne, ready, positive),
  publicFunction('coverCount', verifier.coverCount, integer(4, 1), integer(2, 1)),
  publicFunction('hashesOf', verifier.hashesOf, ready),
  publicFunction('rangeFromJson', verifier.rangeFromJson, {
    ...options({ words: string(''), lower: number(0), upper: number(1) }, ['lower', 'upper']),
  }),
  publicFunction(
    'mergeReports',
    verifier.mergeReports,
    instance(() => [shared?.done]),
  ),
  publicFunction('VerifyReport.fromJSON', (given: never) => verifier.VerifyReport.fromJSON(given), json),
  publicFunction(
    'VerifyReport.countsAt',
    (levels: never) => shared?.done.countsAt(levels),
    optional(numbers([0.1], { alsoWrong: [NaN, 0, -1] })),
  ),
  publicFunction(
    'VerifyReport.radiusQuantiles',
    (shares: never) => shared?.done.radiusQuantiles(shares),
    optional(numbers([0.5], { alsoWrong: [NaN, 2, -1] })),
  ),
  publicFunction(
    'VerifyReport.hardest',
    (howMany: never) => shared?.done.hardest(howMany),
    optional(integer(3, 0)),
  ),
  publicFunction('attachReport', verifier.attachReport, aModel(), done),
  publicFunction(
    'attachedReport',
    async (model: never) => {
      if ((model as unknown) === smallModel()) verifier.attachReport(model, shared!.done);
      return verifier.attachedReport(model);
    },
    aModel(),
  ),
];

export const others: Record<string, string> = {
  ReachabilityReport: 'made by verify and verifyMatrix',
};
