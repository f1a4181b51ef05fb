import { verifyMatrix } from '../../src/index.js';

const d = 130_000;

/** Two labels: of one feature each, all others being noise of the same sign for both. */
const values = Float64Array.from({ length: 2 * d }, (_, i) =>
  i === 0 || i === d + 1 ? 2 : 1e-3 * ((i * 7) % 3),
);
const weights = { values, shape: [2, d] as [number, number] };

// A call takes some 100,000 arguments: no array of all features is spread into one.
test.each([
  ['any features', {}, {}],
  ['features in a box', { box: 1 }, {}],
  ['a bias, features in a box', { box: 1, bias: [0.5, -0.5] }, {}],
  ['rule argmax', { featureRange: 'nonNegative' as const }, { rule: 'argmax' as const }],
  ['mode radius', { box: 1 }, { mode: 'radius' as const }],
])(
  '130,000 features: %s',
  async (_, range, options) => {
    const sets = 'rule' in options ? [[0], [1]] : [[0], [0, 1]];
    const report = await verifyMatrix({ weights, ...range }, sets, { certificates: true, ...options });
    expect(report.distinct.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect(report.counts).toEqual({ argmaxable: 2, unargmaxable: 0, undecided: 0 });
  },
  60_000,
);
