import { seededRandom } from '@argmaxable/core';
import {
  type Answer,
  decideExactly,
  type Fraction,
  fraction,
  isRightAt,
  type ExactQuestion,
  type ExactRow,
  exactRows,
  ruleOut,
  toNumber,
  widest,
} from '@argmaxable/test-support/exact';
import fc from 'fast-check';
import {
  checkClassifierCertificate,
  type ClassifierInput,
  exactMultipliers,
  type FeatureRange,
  type LabelSetResult,
  multipliersCertificate,
  type Rule,
  verifyMatrix,
  type VerifyReport,
  witnessCertificate,
} from '../../src/index.js';

/** A system as a random generator gives it: what `verifyMatrix` takes, and some label sets. */
interface Case {
  readonly weights: number[][];
  readonly bias: number[] | null;
  readonly thresholds: number[] | null;
  readonly projection: { weights: number[][]; bias: number[] | null } | null;
  readonly range: Range;
  readonly rule: Rule;
  readonly labelSets: number[][];
}

/** A range as it is given, and its bounds as the oracle takes them. */
interface Range {
  readonly given: Pick<ClassifierInput, 'featureRange' | 'box'>;
  readonly lower: number[];
  readonly upper: number[];
}

// ---- random systems

/**
 * Where the numbers of a system come from: small integers, for ties; quarters, whose sums round nowhere
 * either; Gaussians, for general position.
 */
const numbers: fc.Arbitrary<fc.Arbitrary<number>> = fc.oneof(
  { weight: 7, arbitrary: fc.constantFrom(1, 2, 3).map((most) => fc.integer({ min: -most, max: most })) },
  { weight: 2, arbitrary: fc.constant(fc.integer({ min: -12, max: 12 }).map((k) => k / 4)) },
  { weight: 1, arbitrary: fc.constant(fc.nat().map((seed) => Math.fround(seededRandom(seed).normal()))) },
);

const vector = (number: fc.Arbitrary<number>, length: number) =>
  fc.array(number, { minLength: length, maxLength: length });

const matrix = (number: fc.Arbitrary<number>, rows: number, columns: number) =>
  fc.array(vector(number, columns), { minLength: rows, maxLength: rows });

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof(fc.constant(null), arbitrary);

/** Bounds of one feature, which may be infinite, one number, or on one side of 0. */
const ends: fc.Arbitrary<readonly [lower: number, upper: number]> = fc
  .tuple(
    fc.constantFrom('none', 'lower', 'upper', 'both', 'both', 'both', 'fixed'),
    fc.integer({ min: -12, max: 12 }),
    fc.nat({ max: 12 }),
    fc.constantFrom(1, 4),
  )
  .map(([kind, at, width, scale]): [number, number] => {
    const low = Math.trunc(at / scale) / (scale === 1 ? 4 : 1);
    if (kind === 'fixed') return [low, low];
    const lower = kind === 'lower' || kind === 'both' ? low : -Infinity;
    const upper = kind === 'upper' ? low : kind === 'both' ? low + width / 4 : Infinity;
    return [lower, upper];
  });

function rangeOf(given: Range['given'], bounds: readonly (readonly [number, number])[]): Range {
  return { given, lower: bounds.map(([low]) => low), upper: bounds.map(([, high]) => high) };
}

const same = (size: number, low: number, high: number) =>
  Array.from({ length: size }, () => [low, high] as const);

function ranges(size: number): fc.Arbitrary<Range> {
  const named = fc.constantFrom(
    rangeOf({}, same(size, -Infinity, Infinity)),
    rangeOf({ featureRange: 'nonNegative' }, same(size, 0, Infinity)),
  );
  const boxes = fc.constantFrom(0.5, 1, 100).map((box) => rangeOf({ box }, same(size, -box, box)));
  const own = fc.array(ends, { minLength: size, maxLength: size }).map((bounds) => {
    const { lower, upper } = rangeOf({}, bounds);
    return rangeOf({ featureRange: { lower, upper } }, bounds);
  });
  const common = ends.map(([low, high]) => {
    const featureRange: FeatureRange = {
      ...(low > -Infinity ? { lower: low } : {}),
      ...(high < Infinity ? { upper: high } : {}),
    };
    return rangeOf({ featureRange }, same(size, low, high));
  });
  const observed = fc
    .tuple(
      fc.array(vector(fc.integer({ min: -3, max: 3 }), size), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(undefined, 0, 0.5, 1),
    )
    .map(([rows, margin]) => {
      const bounds = rows[0].map((_, j) => {
        const [low, high] = [Math.min(...rows.map((row) => row[j])), Math.max(...rows.map((row) => row[j]))];
        const out = (margin ?? 0) * (high - low);
        return [low - out, high + out] as const;
      });
      return rangeOf(
        { featureRange: { observed: rows, ...(margin === undefined ? {} : { margin }) } },
        bounds,
      );
    });
  return fc.oneof(
    { weight: 2, arbitrary: named },
    { weight: 1, arbitrary: boxes },
    { weight: 4, arbitrary: own },
    { weight: 1, arbitrary: common },
    { weight: 1, arbitrary: observed },
  );
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    n: fc.integer({ min: 1, max: 6 }),
    d: fc.integer({ min: 1, max: 3 }),
    inputs: maybe(fc.integer({ min: 1, max: 4 })),
    number: numbers,
    rule: fc.constantFrom('sign', 'sign', 'topK', 'argmax'),
  })
  .chain(({ n, d, inputs, number, rule }) =>
    fc.record({
      weights: matrix(number, n, d),
      bias: maybe(vector(number, n)),
      thresholds: rule === 'sign' ? maybe(vector(number, n)) : fc.constant(null),
      projection:
        inputs === null
          ? fc.constant(null)
          : fc.record({ weights: matrix(number, d, inputs), bias: maybe(vector(number, d)) }),
      range: ranges(inputs ?? d),
      rule: fc.constant(rule),
      labelSets:
        rule === 'argmax'
          ? fc.uniqueArray(
              fc.nat({ max: n - 1 }).map((label) => [label]),
              { minLength: 1, maxLength: 3, selector: String },
            )
          : fc.uniqueArray(fc.subarray([...Array(n).keys()]), {
              minLength: 1,
              maxLength: 4,
              selector: String,
            }),
    }),
  );

function questionOf({ weights, bias, thresholds, projection, range, rule }: Case): ExactQuestion {
  const { lower, upper } = range;
  return { weights, bias, thresholds, projection, lower, upper, ranked: rule !== 'sign' };
}

async function verified(given: Case, options: { mode?: 'radius'; eps?: number } = {}): Promise<VerifyReport> {
  const { weights, bias, thresholds, projection, range, rule, labelSets } = given;
  return verifyMatrix({ weights, bias, projection, ...range.given }, labelSets, {
    // A search that does not end is to fail before fast-check has shrunk anything.
    ...{ rule, certificates: true, timeLimit: 3000 },
    ...(thresholds === null ? {} : { thresholds }),
    ...options,
  });
}

// ---- what is asked of a result; each returns what is wrong, in words

const verdictOf = (answer: Answer) => ('point' in answer ? 'argmaxable' : 'unargmaxable');

/** The verdict is the oracle's, and its certificate holds in both arithmetics. */
function verdictFlaws(report: VerifyReport, result: LabelSetResult, answer: Answer): string[] {
  const { labels, verdict } = result;
  if (verdict !== verdictOf(answer)) return [`${verdict}, not ${verdictOf(answer)}`];
  const classifier = report.classifier!;
  const flawsOf = (name: string, certificate: object, arithmetics: readonly ('exact' | 'float64')[]) =>
    arithmetics.flatMap((arithmetic) => {
      const found = checkClassifierCertificate(classifier, labels, certificate, { arithmetic });
      if (!found.valid) return [`${name}, ${arithmetic}: ${found.reason}`];
      return found.verdict === verdict ? [] : [`${name}, ${arithmetic}: ${found.verdict}`];
    });
  if (verdict === 'argmaxable') {
    return result.witness
      ? flawsOf('witness', witnessCertificate(result.witness), ['exact', 'float64'])
      : ['no witness'];
  }
  if (!result.multipliers) return ['no multipliers'];
  const exact = exactMultipliers(classifier, labels, result.multipliers);
  return [
    ...flawsOf('multipliers', multipliersCertificate(result.multipliers), ['float64']),
    ...(exact === null
      ? ['no exact multipliers']
      : flawsOf('exact multipliers', multipliersCertificate(exact), ['exact', 'float64'])),
  ];
}

/** Certificates that something is changed in are valid if they are right all the same, and not else. */
function forgeryFlaws(
  report: VerifyReport,
  result: LabelSetResult,
  question: ExactQuestion,
  otherSets: readonly number[][],
): string[] {
  const classifier = report.classifier!;
  const isValid = (labels: readonly number[], certificate: object) =>
    checkClassifierCertificate(classifier, labels, certificate, { arithmetic: 'exact' }).valid;
  const own = Array.from(result.labels);
  const compare = (what: string, valid: boolean, right: boolean) =>
    valid === right ? [] : [`${what}: valid ${valid}, right ${right}`];
  if (result.verdict === 'argmaxable') {
    const e = Array.from(result.witness!);
    const changed = [
      e.map((value) => -value),
      e.map(() => 0),
      ...e.map((_, j) => e.map((value, k) => (k === j ? value + 1 : value))),
    ];
    const tries = [
      ...changed.map((point) => ({ labels: own, point })),
      ...otherSets.map((labels) => ({ labels, point: e })),
    ];
    return tries.flatMap(({ labels, point }) =>
      compare(
        `point ${point.join()} for ${labels.join()}`,
        isValid(labels, witnessCertificate(point)),
        isRightAt(question, exactRows(question, labels), point.map(fraction)),
      ),
    );
  }
  const exact = result.multipliers && exactMultipliers(classifier, own, result.multipliers);
  if (!exact) return [];
  const values = Array.from(exact.values);
  const changed = values.flatMap((_, m) =>
    [1n, 2n].map((more) => values.map((value, k) => (k === m ? (more === 2n ? 0n : value + more) : value))),
  );
  const tries = [
    ...changed.map((list) => ({ labels: own, list })),
    ...otherSets.map((labels) => ({ labels, list: values })),
  ];
  return tries.flatMap(({ labels, list }) => {
    const rows = exactRows(question, labels);
    const places = Array.from(exact.rows, (label, m) =>
      rows.findIndex((row) => row.label === label && row.against === exact.against?.[m]),
    );
    const multipliers = rows.map((_, i): Fraction => ({
      above: places.includes(i) ? list[places.indexOf(i)] : 0n,
      below: 1n,
    }));
    // A pair that is not one of the set and another proves nothing.
    const isWhole = places.every((place, m) => place >= 0 || list[m] === 0n);
    return compare(
      `multipliers ${list.join()} of ${Array.from(exact.rows).join()} for ${labels.join()}`,
      isValid(labels, multipliersCertificate({ ...exact, values: list })),
      isWhole && ruleOut(question, rows, multipliers),
    );
  });
}

async function flawsOf(given: Case): Promise<string[]> {
  const question = questionOf(given);
  const report = await verified(given);
  return report.results.flatMap((result, place) => {
    const labels = given.labelSets[place];
    const others = given.labelSets.filter((_, other) => other !== place);
    const flaws = [
      ...verdictFlaws(report, result, decideExactly(question, exactRows(question, labels))),
      ...(result.verdict === 'undecided' ? [] : forgeryFlaws(report, result, question, others)),
    ];
    return flaws.map((flaw) => `set ${labels.join()}: ${flaw}`);
  });
}

/**
 * Where radii are measured: null where features are unbounded and scores have a constant part, so that there
 * are none.
 */
function domainOf({
  bias,
  thresholds,
  projection,
  lower,
  upper,
}: ExactQuestion): Pick<ExactQuestion, 'lower' | 'upper'> | null {
  if ([...lower, ...upper].every(Number.isFinite)) return { lower, upper };
  const differences = bias?.map((value, i) => value - (thresholds?.[i] ?? 0)) ?? thresholds ?? [];
  const isLinear = [...differences, ...(projection?.bias ?? [])].every((value) => value === 0);
  if (!isLinear || lower.some((value) => value > 0) || upper.some((value) => value < 0)) return null;
  return {
    lower: lower.map((value) => Math.max(-1, value)),
    upper: upper.map((value) => Math.min(1, value)),
  };
}

/**
 * The radius, or null where it is infinite; rows without slopes bound it to what is not a matter of features.
 */
function radiusOf(rows: readonly ExactRow[], domain: Pick<ExactQuestion, 'lower' | 'upper'>): number | null {
  const bounding = rows.filter(({ orZero }) => !orZero);
  if (bounding.length === 0) return null;
  const measured = bounding.map(({ slopes, constant }) => ({
    ...{ slopes, constant },
    // Rounded to 2^-53 of itself, and so is the radius.
    unit: fraction(Math.hypot(...slopes.map(toNumber))),
  }));
  return toNumber(widest(domain, measured, fraction(2 ** 40)).value);
}

/** Rows whose scores no feature changes: they have no length to measure a margin by. */
const isFlat = ({ slopes, orZero }: ExactRow) => !orZero && slopes.every(({ above }) => above === 0n);

/** A radius is the oracle's up to its rounding and the gap, and Definition 3 follows it. */
async function radiusFlaws(given: Case): Promise<string[]> {
  const question = questionOf(given);
  const domain = domainOf(question);
  if (domain === null) return [];
  const { results } = await verified(given, { mode: 'radius' });
  const flaws: string[] = [];
  for (const [place, { verdict, radius }] of results.entries()) {
    const labels = given.labelSets[place];
    const rows = exactRows(question, labels);
    const say = (what: string) => flaws.push(`set ${labels.join()}: ${what}`);
    const right = verdictOf(decideExactly(question, rows));
    if (verdict !== right) say(`mode radius: ${verdict}, not ${right}`);
    const { lower, upper } = radius;
    if (!(lower <= upper)) say(`bounds ${lower} and ${upper} cross`);
    if (verdict !== 'argmaxable' || rows.some(isFlat)) continue;
    const exact = radiusOf(rows, domain);
    if (exact === null) {
      if (lower < Infinity) say(`lower bound ${lower} of a radius without bounds`);
      continue;
    }
    if (!(lower <= exact * (1 + 1e-12) && upper >= exact * (1 - 1e-12))) {
      say(`${lower} to ${upper} misses ${exact}`);
    }
    if (!(upper - lower <= 1e-6 * upper)) say(`a gap from ${lower} to ${upper}`);
    for (const eps of [exact / 2, exact * 1.001, exact * 2]) {
      const [result] = (await verified({ ...given, labelSets: [labels] }, { eps })).results;
      const wanted = eps <= exact ? 'argmaxable' : 'unargmaxable';
      if (result.verdict !== wanted) say(`eps ${eps} of ${exact}: ${result.verdict}, not ${wanted}`);
    }
  }
  return flaws;
}

const plain = { bias: null, thresholds: null, projection: null, rule: 'sign' } as const;
const infinite = Infinity;

/** Systems that once went wrong, each with what it is about. */
const regressions: readonly Case[] = [
  // A score that is 0 everywhere because of the projection: neither active nor inactive.
  {
    ...plain,
    weights: [[1]],
    projection: { weights: [[0]], bias: null },
    range: rangeOf({}, same(1, -infinite, infinite)),
    labelSets: [[0], []],
  },
  // The same where features have bounds on one side: rows that no solver can take in are violated for ever.
  {
    ...plain,
    weights: [
      [-1, 0],
      [0, 1],
    ],
    projection: { weights: [[0], [1]], bias: null },
    range: rangeOf({ featureRange: { upper: -1 } }, same(1, -infinite, -1)),
    labelSets: [[], [0], [1], [0, 1]],
  },
  // Labels with the same weights and bias: none is above the other.
  {
    ...plain,
    weights: [
      [1, 0],
      [1, 0],
    ],
    rule: 'topK',
    range: rangeOf({ featureRange: { lower: [1, 1], upper: [1, 2] } }, [
      [1, 1],
      [1, 2],
    ]),
    labelSets: [[0], [1]],
  },
  // A side of the range that no bound of a coordinate stands for.
  {
    ...plain,
    weights: [
      [-3, 0],
      [0, -1],
      [-1, 0],
    ],
    bias: [1, 2, 0],
    projection: {
      weights: [
        [-2, 0, -1],
        [-2, -2, 1],
      ],
      bias: null,
    },
    range: rangeOf({ featureRange: { lower: [-infinite, -1.75, -infinite], upper: [0, -0.75, infinite] } }, [
      [-infinite, 0],
      [-1.75, -0.75],
      [-infinite, infinite],
    ]),
    labelSets: [[0, 1, 2], []],
  },
  // The same, where the side is a row of the search, which stops at margins of 0.1 of 1: a side has to hold
  // as it is.
  {
    ...plain,
    weights: [
      [0, 0, -1],
      [1, 0, 0],
      [0, 1, 0],
      [-1, -1, -1],
    ],
    projection: {
      weights: [
        [1, 0, 0, -1],
        [1, 0, 0, -1],
        [-1, 1, 0, 0],
      ],
      bias: [1, 0, -1],
    },
    range: rangeOf(
      { featureRange: { lower: [-infinite, 0.5, -infinite, -0.25], upper: [infinite, 0.5, infinite, 1.75] } },
      [
        [-infinite, infinite],
        [0.5, 0.5],
        [-infinite, infinite],
        [-0.25, 1.75],
      ],
    ),
    labelSets: [[0, 1, 2, 3]],
  },
  // A multiplier that is nothing but rounding, of a row that grows where features have no bound.
  {
    ...plain,
    weights: [
      [2, 2, 0],
      [1, 0, -1],
      [0, 0, -1],
    ],
    bias: [0, 3, 0],
    range: rangeOf({ featureRange: { lower: [0, -1.75, -infinite], upper: [0.25, -1.5, infinite] } }, [
      [0, 0.25],
      [-1.75, -1.5],
      [-infinite, infinite],
    ]),
    labelSets: [[0]],
  },
  // The same, of a ranking: the other row alone is the proof.
  {
    ...plain,
    weights: [
      [0, 0, 0],
      [0, -1, 0],
      [0, 1, 0],
      [1, 1, 1],
    ],
    rule: 'argmax',
    range: rangeOf({ featureRange: 'nonNegative' }, same(3, 0, infinite)),
    labelSets: [[2], [0]],
  },
  // A row that the projection nearly cancels: its length is known to as many digits as its scores.
  {
    ...plain,
    weights: [
      [-0.3033559024333954, -0.3033559024333954],
      [1.0394175052642822, -0.3829687237739563],
      [-0.3033559024333954, -0.3033559024333954],
      [-0.3033559024333954, -0.3033559024333954],
    ],
    projection: { weights: [[-0.07012016326189041], [-0.19031457602977753]], bias: null },
    range: rangeOf({}, same(1, -infinite, infinite)),
    labelSets: [[]],
  },
];

// ---- the tests

/** Always the same systems: benchmarks/forgery.ts decides new ones at each run, for as long as it is told. */
const seed = 20271128;

test.each(regressions.map((given, place) => [place, given] as const))('regression %i', async (_, given) => {
  expect([await flawsOf(given), await radiusFlaws(given)]).toEqual([[], []]);
});

test('2,000 systems: verdicts are the exact ones, and so are their certificates', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      expect(await flawsOf(given)).toEqual([]);
    }),
    { seed, numRuns: 2000, examples: regressions.map((given): [Case] => [given]) },
  );
});

test('600 systems: radii and Definition 3', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      expect(await radiusFlaws(given)).toEqual([]);
    }),
    { seed, numRuns: 600, examples: regressions.map((given): [Case] => [given]) },
  );
});
