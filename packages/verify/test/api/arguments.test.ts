import { disposed } from '@argmaxable/test-support/wrong-values';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { NearestPoint } from '../../src/solvers/active-set/nearest-point.js';
import {
  attachedReport,
  attachReport,
  checkCertificate,
  checkClassifierCertificate,
  type Classifier,
  classifierOfVersionOne,
  coverCount,
  dftCertificate,
  exactMultipliers,
  hashesOf,
  mergeReports,
  multipliersCertificate,
  multipliersUpperBound,
  provesInfeasible,
  rangeFromJson,
  ReachabilityReport,
  readClassifier,
  trigonometricWitness,
  verify,
  verifyMatrix,
  VerifyReport,
  witnessCertificate,
  witnessLowerBound,
} from '../../src/index.js';

/* Every argument and option of every public function, with values of every wrong type. */

const disposedModel = denseModel();
disposedModel.dispose();

function denseModel() {
  return sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
}

/** Not one of them is right anywhere, but where a case says so. */
const wrong: Record<string, unknown> = {
  null: null,
  'a number': 0.5,
  'a large number': 1e300,
  'a negative number': -7,
  NaN,
  Infinity,
  "''": '',
  "'x'": 'x',
  true: true,
  '[]': [],
  '{}': {},
  'a function': () => 1,
  'a bigint': 5n,
  'a symbol': Symbol('x'),
  'a map': new Map([[1, 2]]),
  'a disposed tensor': disposed([1, 2]),
  'an array of null': [null],
  "an array of ''": [''],
  'an array of true': [true],
  'an array of [5]': [[5]],
  'a hole': Array(1),
  'nested arrays': [[[1]]],
  'bigints in a typed array': new BigInt64Array([1n]),
  'a view': new DataView(new ArrayBuffer(8)),
  'a symbol in an array': [Symbol('y')],
};

interface Case {
  readonly call: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  /** Names of `wrong` that are right for an argument, by its place, or an option, by its name. */
  readonly right?: Readonly<Record<string, readonly string[]>>;
  /** Place of the options, and one right value for each. */
  readonly options?: readonly [place: number, values: Readonly<Record<string, unknown>>];
}

const weights = [
  [1, 0],
  [0, 1],
  [1, 1],
];
const anySet = ['[]'];
const matrixOptions = {
  ...{ mode: 'verdict', gap: 1e-3, rule: 'sign', thresholds: [0, 0, 0], eps: 0.1, certificates: true },
  ...{ timeLimit: 1000, shard: '1/2', workerUrl: 'x', onProgress: () => undefined },
  ...{ signal: new AbortController().signal, locateFile: (file: string) => file, featureRange: 'any' },
  ...{ checkpoint: undefined, workers: undefined },
};
/** What is a right value of an option, or of no consequence. */
const rightOptions: Record<string, readonly string[]> = {
  gap: ['a number', 'a large number'],
  eps: ['a number', 'a large number'],
  timeLimit: ['a number', 'a large number'],
  certificates: ['true'],
  workerUrl: ["''", "'x'"],
  onProgress: ['a function'],
  locateFile: ['a function'],
  featureRange: ['{}'],
  checkpoint: ["'x'"],
  box: ['a number'],
  projection: ['null'],
  bias: ['null'],
  seed: ["''", "'x'"],
  ranked: ['true'],
  labelSets: anySet,
};

let classifier: Classifier;
let report: VerifyReport;
let cases: Record<string, Case>;

beforeAll(async () => {
  classifier = await readClassifier({ weights });
  report = await verifyMatrix({ weights }, [[0, 1], [0]], { certificates: true });
  const explored = await verifyMatrix({ weights }, undefined, { k: 1, samples: 2 });
  const { multipliers } = report.results[0];
  const shards = ['1/2', '2/2'].map((shard) => verifyMatrix({ weights }, [[0], [1]], { shard }));
  const halves = await Promise.all(shards);
  const input = { weights, bias: [1, 2, 3], projection: { weights: [[1], [2]] }, featureRange: 'any' };
  const checkOptions = { arithmetic: 'exact', eps: 0.1, featureRange: 'any', projection: null, rule: 'sign' };
  cases = {
    verifyMatrix: {
      ...{
        call: verifyMatrix,
        args: [{ weights, bias: null }, [[0]], {}],
        right: { 1: anySet, 2: ['{}'], ...rightOptions },
      },
      options: [2, matrixOptions],
    },
    'verifyMatrix, its input': {
      ...{ call: verifyMatrix, args: [input, [[0]]], right: { 1: anySet, ...rightOptions } },
      options: [0, input],
    },
    'verifyMatrix without label sets': {
      ...{ call: verifyMatrix, args: [{ weights }, undefined, { samples: 1, k: 1 }] },
      right: { 1: anySet, 2: ['{}'], ...rightOptions },
      options: [2, { k: 1, samples: 2, seed: 'x' }],
    },
    verify: {
      ...{ call: verify, args: [denseModel(), { labelSets: [[0]] }], right: { 1: ['{}'], ...rightOptions } },
      options: [1, { labelSets: [[0]], about: 'model', ...matrixOptions, eps: undefined }],
    },
    readClassifier: {
      ...{ call: readClassifier, args: [input, { ranked: true }], right: { 1: ['{}'], ...rightOptions } },
      options: [1, { ranked: true }],
    },
    checkCertificate: {
      ...{ call: checkCertificate, args: [weights, null, [0], witnessCertificate([1, -1]), {}] },
      // What is wrong with a certificate is answered.
      right: {
        0: ['an array of [5]'],
        1: ['null'],
        2: anySet,
        3: Object.keys(wrong),
        4: ['{}'],
        ...rightOptions,
      },
      options: [4, checkOptions],
    },
    checkClassifierCertificate: {
      ...{ call: checkClassifierCertificate, args: [classifier, [0], witnessCertificate([1, -1]), {}] },
      right: { 1: anySet, 2: Object.keys(wrong), 3: ['{}'], ...rightOptions },
      options: [3, { arithmetic: 'exact', eps: 0.1 }],
    },
    exactMultipliers: {
      call: exactMultipliers,
      args: [classifier, [0, 1], multipliers],
      right: { 1: anySet },
    },
    provesInfeasible: {
      call: provesInfeasible,
      args: [classifier, [0, 1], multipliers],
      right: { 1: anySet },
    },
    multipliersUpperBound: {
      ...{ call: multipliersUpperBound, args: [classifier, [0, 1], multipliers], right: { 1: anySet } },
    },
    witnessLowerBound: { call: witnessLowerBound, args: [classifier, [0, 1], [1, 1]], right: { 1: anySet } },
    witnessCertificate: { call: witnessCertificate, args: [[1, 1]], right: { 0: anySet } },
    multipliersCertificate: { call: multipliersCertificate, args: [{ rows: [0], values: [1] }] },
    'multipliersCertificate, its parts': {
      ...{ call: multipliersCertificate, args: [{ rows: [0], values: [1] }] },
      options: [0, { rows: [0], against: [1], values: [1] }],
      right: { values: ['bigints in a typed array'] },
    },
    dftCertificate: {
      call: dftCertificate,
      args: [9, 2, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
      right: { 2: ['null'] },
    },
    trigonometricWitness: { call: trigonometricWitness, args: [9, 2, [1, 2]], right: { 2: anySet } },
    classifierOfVersionOne: {
      call: classifierOfVersionOne,
      args: [classifier, 1],
      right: { 1: ['a number'] },
    },
    hashesOf: { call: hashesOf, args: [classifier] },
    coverCount: { call: coverCount, args: [4, 2], right: { 1: ['a large number'] } },
    rangeFromJson: {
      ...{ call: rangeFromJson, args: [{ words: 'x', lower: 0, upper: 1 }] },
      options: [0, { lower: 0, upper: [1, 2] }],
      right: {
        lower: ['a number', 'a large number', 'a negative number', '[]'],
        upper: ['a number', 'a large number', 'a negative number', '[]'],
      },
    },
    mergeReports: { call: mergeReports, args: [halves] },
    VerifyReport: { call: (data: never) => new VerifyReport(data), args: [report] },
    'VerifyReport.fromJSON': {
      call: (json: unknown) => VerifyReport.fromJSON(json),
      args: [JSON.parse(JSON.stringify(report))],
    },
    radiusQuantiles: {
      call: (shares: never) => report.radiusQuantiles(shares),
      args: [[0, 1]],
      right: { 0: anySet },
    },
    countsAt: { call: (levels: never) => report.countsAt(levels), args: [[1, 2]], right: { 0: anySet } },
    hardest: {
      call: (howMany: never) => report.hardest(howMany),
      args: [3],
      right: { 0: ['a large number'] },
    },
    ReachabilityReport: { call: (data: never) => new ReachabilityReport(data), args: [{ ...explored }] },
    attachReport: { call: attachReport, args: [denseModel(), report] },
    attachedReport: { call: attachedReport, args: [withReport(report)] },
  };
});

function withReport(attached: VerifyReport) {
  const model = denseModel();
  attachReport(model, attached);
  return model;
}

/** What a call ends in: an error, or null. */
async function errorOf(call: Case['call'], args: readonly unknown[]): Promise<Error | null> {
  try {
    await (call as (...args: unknown[]) => unknown)(...args);
    return null;
  } catch (error) {
    return error as Error;
  }
}

const without = (name: string, right: readonly string[] = []) =>
  Object.keys(wrong)
    .filter((kind) => !right.includes(kind))
    .map((kind) => [name, kind] as const);

test('every wrong argument and option is refused by name, nothing else is thrown', async () => {
  const complaints: string[] = [];
  const judge = async (
    name: string,
    { call }: Case,
    args: readonly unknown[],
    isRight: boolean,
    what: string,
  ) => {
    const error = await errorOf(call, args);
    if (error === null ? isRight : error.name === 'ValueError') return;
    complaints.push(
      `${name}, ${what}: ${error === null ? 'accepted' : `${error.name}: ${error.message.slice(0, 80)}`}`,
    );
  };
  for (const [name, given] of Object.entries(cases)) {
    expect([name, await errorOf(given.call, given.args)]).toEqual([name, null]);
    const isRight = (place: number | string, kind: string) => given.right?.[place]?.includes(kind) ?? false;
    for (const place of given.args.keys()) {
      for (const [, kind] of without(name)) {
        const args = given.args.map((arg, i) => (i === place ? wrong[kind] : arg));
        await judge(name, given, args, isRight(place, kind), `argument ${place} is ${kind}`);
      }
    }
    if (!given.options) continue;
    const [place, values] = given.options;
    for (const option of Object.keys(values)) {
      for (const [, kind] of without(name)) {
        if (option === 'checkpoint' && kind === "'x'") continue; // a file of that name
        const options = { ...(given.args[place] as object), [option]: wrong[kind] };
        const args = given.args.slice();
        args[place] = options;
        await judge(name, given, args, isRight(option, kind), `option ${option} is ${kind}`);
      }
    }
    const misspelt = given.args.slice();
    misspelt[place] = { ...(given.args[place] as object), [`${Object.keys(values)[0]}s`]: 1 };
    await judge(name, given, misspelt, false, 'a misspelt option');
  }
  expect(complaints).toEqual([]);
});

const labelSets = [[0], [0, 1], [2]];

test.each<[string, unknown]>([
  ['null', null],
  ['no model', { outputs: [1], layers: [] }],
  ['a model that is not built', sequential()],
  ['a disposed model', disposedModel],
])('%s in place of a model is refused', async (name, model) => {
  for (const call of [() => verify(model as never, { labelSets }), () => attachedReport(model as never)]) {
    await expect(call()).rejects.toMatchObject({ name: 'ValueError', argument: 'model' });
  }
  if (name === 'a model that is not built') return; // it can take a report along
  expect(() => attachReport(model as never, report)).toThrow(
    expect.objectContaining({ name: 'ValueError' }) as Error,
  );
});

test('label sets that come one by one: wrong ones are named, and errors of their source go through', async () => {
  const given = async function* (last: unknown) {
    yield [0];
    await Promise.resolve();
    yield last;
  };
  for (const last of [null, 5, 'x', [3], [0, 0], [0.5], [[1]], [null], {}]) {
    const call = verifyMatrix({ weights }, given(last) as never);
    await expect(call).rejects.toMatchObject({
      name: 'ValueError',
      argument: expect.stringContaining('[1]') as string,
    });
  }
  const failing = (function* () {
    yield [0];
    throw new RangeError('of the source');
  })();
  await expect(verifyMatrix({ weights }, failing)).rejects.toThrow('of the source');
  for (const source of [
    { [Symbol.iterator]: 5 },
    new Map([[0, 1]]),
    Int32Array.of(0, 1),
    'abc',
    new Set([1]),
  ]) {
    await expect(verifyMatrix({ weights }, source as never)).rejects.toMatchObject({ name: 'ValueError' });
  }
});

test('numbers in place of label sets are no empty sets', async () => {
  await expect(verifyMatrix({ weights }, [0, 1] as never)).rejects.toMatchObject({
    argument: 'labelSets[0]',
  });
  await expect(verify(denseModel(), { labelSets: [0, 1] as never })).rejects.toMatchObject({
    name: 'ValueError',
  });
});

test('a signal that is aborted before or during the run ends it with its reason', async () => {
  const reason = new Error('enough');
  const before = { signal: AbortSignal.abort(reason) };
  await expect(verifyMatrix({ weights }, labelSets, before)).rejects.toBe(reason);
  await expect(verifyMatrix({ weights }, [], before)).rejects.toBe(reason);
  await expect(verifyMatrix({ weights }, undefined, { ...before, k: 1, samples: 1 })).rejects.toBe(reason);
  const during = new AbortController();
  const call = verifyMatrix({ weights }, labelSets, {
    ...{ signal: during.signal, onProgress: ({ done }) => void (done === 2 && during.abort(reason)) },
  });
  await expect(call).rejects.toBe(reason);
});

test('typed arrays, tensors and values with a shape that hold no numbers of the right kind are refused', async () => {
  for (const odd of [
    { values: new BigInt64Array(6), shape: [3, 2] },
    { values: new DataView(new ArrayBuffer(48)), shape: [3, 2] },
    { values: Float64Array.of(1, 2), shape: [3, 2] },
    { values: Float64Array.of(1, 2), shape: [1, '2'] },
    { values: Float64Array.of(1, 2), shape: [1, 2], more: 1 },
    { values: [1, null], shape: [1, 2] },
    [[1, null]],
    [[1], [1, 2]],
    [Float32Array.of(1, NaN)],
    disposed([1, 2]),
  ]) {
    await expect(readClassifier({ weights: odd as never })).rejects.toMatchObject({ name: 'ValueError' });
  }
});

test('a report of JSON is refused wherever it is not one', () => {
  const json = JSON.parse(JSON.stringify(report)) as Record<string, unknown>;
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      walk(part, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  walk(json, []);
  const complaints: string[] = [];
  for (const path of paths) {
    for (const [kind, value] of Object.entries(wrong)) {
      const copy = structuredClone(json);
      const parent = path.slice(0, -1).reduce<unknown>((part, key) => part![key as keyof typeof part], copy);
      (parent as Record<string | number, unknown>)[path.at(-1)!] = value;
      try {
        String(VerifyReport.fromJSON(copy));
      } catch (error) {
        if ((error as Error).name !== 'ValueError') {
          complaints.push(`${path.join('.')} ${kind}: ${String(error)}`);
        }
        continue;
      }
      if (!canBe(path.join('.'), kind)) complaints.push(`${path.join('.')} is ${kind}: accepted`);
    }
  }
  expect(complaints).toEqual([]);
});

/** Texts and numbers that say nothing wrong by themselves. */
function canBe(path: string, kind: string): boolean {
  const isText = kind === "''" || kind === "'x'";
  if (path === 'outputLayer' || path === 'guarantee') return kind === 'null' || isText;
  if (path === 'settings.featureRange.words') return isText;
  if (path === 'projection' || path === 'input' || path === 'verified.numInputs') return kind === 'null';
  if (/[hH]ash$/.test(path)) return kind === 'null';
  if (path === 'verified.hasBias') return kind === 'true';
  const isNumber = ['a number', 'a large number', 'a negative number'].includes(kind);
  if (path === 'settings.eps' && kind === 'null') return true;
  if (/milliseconds$|tolerance$|eps$/.test(path)) return isNumber && kind !== 'a negative number';
  if (/radius\.\d$|featureRange\.(lower|upper)$|\.(witness|values)\.\d+$/.test(path)) return isNumber;
  // A set or a run may be empty.
  return kind === '[]' && /(labels|order|witness)$/.test(path);
}

test.each<[string, (json: Record<string, never>) => void]>([
  ['bounds that cross', (json) => Object.assign(json.results[0], { radius: [1, 0] })],
  ['a label out of range', (json) => Object.assign(json.results[0], { labels: [99999] })],
  ['a label twice', (json) => Object.assign(json.results[0], { labels: [1, 1] })],
  ['a verdict that there is none of', (json) => Object.assign(json.results[0], { verdict: 'nonsense' })],
  ['a set twice', (json) => Object.assign(json.results[1], { labels: [0, 1] })],
  ['an order without its result', (json) => Object.assign(json, { order: [0, 2] })],
  ['a rule that there is none of', (json) => Object.assign(json.settings, { rule: 'all' })],
  ['thresholds of other labels', (json) => Object.assign(json.settings, { thresholds: [1] })],
  [
    'a range that crosses',
    (json) => Object.assign(json.settings, { featureRange: { words: '', lower: 1, upper: 0 } }),
  ],
  ['a field that there is none of', (json) => Object.assign(json, { more: 1 })],
  ['a hash that is none', (json) => Object.assign(json.verified, { hash: 'abc' })],
])('a report with %s is refused, attached to a model too', async (_, change) => {
  const json = JSON.parse(JSON.stringify(report)) as Record<string, never>;
  change(json);
  expect(() => VerifyReport.fromJSON(json)).toThrow(expect.objectContaining({ name: 'ValueError' }) as Error);
  const model = withReport(report);
  model.setUserDefinedMetadata({ argmaxableReport: json });
  await expect(attachedReport(model)).rejects.toMatchObject({ name: 'ValueError' });
});

test('a hundred thousand features, labels or sets are no deeper a stack', async () => {
  const many = 130_000;
  const ones = new Float64Array(2 * many).fill(1);
  const timeLimit = 1; // what is decided does not matter here
  const box = { featureRange: { lower: -1, upper: 1 }, mode: 'radius' } as const;
  for (const [shape, options, bias] of [
    [[2, many], box, [1, 2]],
    [[many, 2], {}, null],
    [[many, 2], { ...box, rule: 'topK' }, null],
  ] as const) {
    const { results } = await verifyMatrix({ weights: { values: ones, shape }, bias }, [[0]], {
      ...{ ...options, timeLimit },
    });
    expect(results[0].failure ?? '').not.toMatch(/stack/);
  }
  const sets = Array.from({ length: many }, (_, i) => [i % 2]);
  const all = await verifyMatrix({ weights: [[1], [-1]] }, sets);
  expect(VerifyReport.fromJSON(JSON.parse(JSON.stringify(all))).counts).toEqual(all.counts);
});

test('a solver that fails on one set costs no other', async () => {
  const failing = jest.spyOn(NearestPoint.prototype, 'solve').mockImplementationOnce(() => {
    throw new Error('of the solver');
  });
  const { results } = await verifyMatrix({ weights }, labelSets);
  expect(failing).toHaveBeenCalled();
  failing.mockRestore();
  expect(results.map(({ verdict }) => verdict)).toEqual(['argmaxable', 'unargmaxable', 'unargmaxable']);
});
