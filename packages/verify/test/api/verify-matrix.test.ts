import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { memory, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type ClassifierInput, verifyMatrix } from '../../src/index.js';
import reference from '../fixtures/argmaxable.json' with { type: 'json' };
import { complement, untimed } from '../small-cases.js';

const modes = ['verdict', 'radius'] as const;

describe('reference values from native HiGHS through SciPy', () => {
  test.each(
    reference.cases.map((each) => [`n ${each.n}, d ${each.d}${each.b ? ', bias' : ''}`, each] as const),
  )('%s', async (_, { n, W, b, box, radii, argmaxableCount }) => {
    if (radii) {
      const { results } = await verifyMatrix(
        { weights: W, bias: b, box },
        radii.map(([labels]) => labels as number[]),
        { mode: 'radius' },
      );
      results.forEach(({ radius, verdict }, i) => {
        const expected = radii[i][1] as number;
        expect(radius.lower).toBeLessThanOrEqual(expected + 1e-9); // the references have nine decimals
        expect(radius.upper).toBeGreaterThanOrEqual(expected - 1e-9);
        expect(Math.abs(radius.lower - expected)).toBeLessThan(1e-6);
        expect(Math.abs(radius.upper - expected)).toBeLessThan(1e-6);
        expect(verdict).toBe(expected > 0 ? 'argmaxable' : 'unargmaxable');
      });
    }
    if (argmaxableCount !== undefined) {
      const report = await verifyMatrix({ weights: W, bias: b, box }, allLabelSets(n));
      expect(report.counts.argmaxable).toBe(argmaxableCount);
      expect(report.counts.undecided).toBe(0);
    }
  });
});

test('with many labels, rows are generated and the bounds still meet', async () => {
  const n = 500;
  const d = 12;
  // A constant feature that outweighs the rest, so that sparse sets are reachable.
  const weights = gaussianMatrix(n, d, 7).map((row) => [5, ...row]);
  const sets = Array.from({ length: 20 }, (_, i) => [i, (7 * i + 3) % n, (31 * i + 11) % n]);
  const report = await verifyMatrix({ weights }, sets, { mode: 'radius' });
  expect(report.counts.argmaxable).toBeGreaterThan(0);
  expect(report.counts.undecided).toBe(0);
  for (const { radius, failure } of report.results) {
    expect(radius.upper - radius.lower).toBeLessThan(1e-9);
    expect(failure).toBeUndefined();
  }
});

test.each(modes)('more active labels than the first problem holds, mode %s', async (mode) => {
  const n = 600;
  const weights = gaussianMatrix(n, 4, 8).map((row) => [3, ...row]);
  const active = Array.from({ length: n }, (_, i) => i).filter((i) => weights[i][1] > 0);
  const { results } = await verifyMatrix({ weights }, [active, active.slice(1)], { mode });
  expect(results.map(({ verdict }) => verdict)).toEqual(['argmaxable', expect.any(String)]);
});

describe('invariances', () => {
  const n = 6;
  const d = 3;
  const labelSet = fc.subarray([0, 1, 2, 3, 4, 5]);
  const seeds = fc.integer({ min: 1, max: 1e6 });

  test('scaling rows by positive factors changes no verdict and no radius', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        labelSet,
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: n, maxLength: n }),
        async (seed, labels, powers) => {
          const weights = gaussianMatrix(n, d, seed);
          const scaled = weights.map((row, i) => row.map((value) => value * 10 ** powers[i]));
          const [a] = (await verifyMatrix({ weights }, [labels], { mode: 'radius' })).results;
          const [b] = (await verifyMatrix({ weights: scaled }, [labels], { mode: 'radius' })).results;
          expect(b.verdict).toBe(a.verdict);
          expect(Math.abs(b.radius.lower - a.radius.lower)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('without bias, a set and its complement have the same radius', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, labelSet, async (seed, labels) => {
        const sets = [labels, complement(labels, n)];
        const { results } = await verifyMatrix({ weights: gaussianMatrix(n, d, seed) }, sets, {
          mode: 'radius',
        });
        expect(results[1].verdict).toBe(results[0].verdict);
        expect(Math.abs(results[1].radius.lower - results[0].radius.lower)).toBeLessThan(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  test('without bias, the radius scales with the box and the verdict does not', async () => {
    const weights = gaussianMatrix(n, d, 11);
    const unit = await verifyMatrix({ weights }, allLabelSets(n), { mode: 'radius' });
    const wide = await verifyMatrix({ weights, box: 1000 }, allLabelSets(n), { mode: 'radius' });
    unit.results.forEach((result, i) => {
      expect(wide.results[i].verdict).toBe(result.verdict);
      expect(Math.abs(wide.results[i].radius.upper / 1000 - result.radius.upper)).toBeLessThan(1e-9);
    });
  });
});

test('with a bias, a set can be out of reach in a small box and within reach in a large one', async () => {
  const input = { weights: [[1], [1]], bias: [-5, 5] };
  const verdictIn = async (box: number) => (await verifyMatrix({ ...input, box }, [[0, 1]])).results[0];
  expect(await verdictIn(1)).toMatchObject({ verdict: 'unargmaxable' });
  expect((await verdictIn(1)).radius.upper).toBeCloseTo(-4, 9);
  expect(await verdictIn(10)).toMatchObject({ verdict: 'argmaxable' });
});

describe('labels without weights', () => {
  const weights = [
    [1, 2],
    [0, 0],
    [2, 1],
  ];

  test('without bias: z = 0 is not above 0, so the label is never predicted', async () => {
    const sets = [
      [0, 2],
      [0, 1, 2],
    ];
    const { results } = await verifyMatrix({ weights }, sets, { certificates: true });
    expect(results[0]).toMatchObject({ verdict: 'argmaxable', method: 'witness' });
    expect(results[1]).toMatchObject({ verdict: 'unargmaxable', method: 'multipliers' });
    expect(results[1].radius).toEqual({ lower: -Infinity, upper: -Infinity });
    expect([...results[1].multipliers!.rows]).toEqual([1]);
  });

  test('with a bias, it alone decides', async () => {
    const { results } = await verifyMatrix({ weights, bias: [0, 0.5, 0] }, [
      [0, 2],
      [0, 1, 2],
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['unargmaxable', 'argmaxable']);
  });

  test.each(modes)('only such labels: no margin bounds the radius, mode %s', async (mode) => {
    const { results } = await verifyMatrix({ weights: [[0], [0]] }, [[], [1]], { mode });
    expect(results[0]).toMatchObject({ verdict: 'argmaxable', radius: { lower: Infinity, upper: Infinity } });
    expect(results[1]).toMatchObject({ verdict: 'unargmaxable' });
  });
});

test('dependent rows: unargmaxable, with the proof', async () => {
  const row = gaussianMatrix(1, 5, 9)[0];
  const weights = [row, row.map((value) => 3 * value), ...gaussianMatrix(3, 5, 10)];
  const { results } = await verifyMatrix({ weights }, [[0], [0, 1]], { certificates: true });
  expect(results.map(({ verdict }) => verdict)).toEqual(['unargmaxable', 'argmaxable']);
  expect([...results[0].multipliers!.rows].sort()).toEqual([0, 1]);
});

test('with as many independent features as labels, or more, every set is within reach', async () => {
  for (const d of [4, 7]) {
    const { counts } = await verifyMatrix({ weights: gaussianMatrix(4, d, 3) }, allLabelSets(4));
    expect(counts).toEqual({ argmaxable: 16, unargmaxable: 0, undecided: 0 });
  }
});

test('a matrix of rank 1 reaches two sets, on whichever side', async () => {
  const weights = [1, -2, 3, -0.5].map((factor) => [factor, 2 * factor, -factor]);
  const { results } = await verifyMatrix({ weights }, allLabelSets(4));
  const reached = results.filter(({ verdict }) => verdict === 'argmaxable').map(({ labels }) => [...labels]);
  expect(reached).toEqual([
    [0, 2],
    [1, 3],
  ]);
  expect(results.some(({ verdict }) => verdict === 'undecided')).toBe(false);
});

test('repeated sets are decided once and share a result; order within a set does not matter', async () => {
  const progress: number[] = [];
  const report = await verifyMatrix(
    { weights: gaussianMatrix(5, 2, 12) },
    [[0, 3], [1], [3, 0], [1], [0, 3]],
    {
      onProgress: ({ done, total }) => progress.push(done / total!),
    },
  );
  expect(report.results).toHaveLength(5);
  expect(report.results[2]).toBe(report.results[0]);
  expect(report.results[4]).toBe(report.results[0]);
  expect(report.results[3]).toBe(report.results[1]);
  expect([...report.results[2].labels]).toEqual([0, 3]);
  expect(progress).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  const sum = (counts: typeof report.counts) => counts.argmaxable + counts.unargmaxable + counts.undecided;
  expect([sum(report.counts), sum(report.distinctCounts)]).toEqual([5, 2]);
});

test('the same answer from every form of input, without leaking tensors', async () => {
  const rows = [
    [1, 0.5],
    [0.25, -1],
    [-2, 1],
    [0.5, 0.5],
  ];
  const bias = [0.5, -0.25, 0, 1];
  const flat = rows.flat();
  const before = memory().numTensors;
  const weights = tensor2d(rows);
  const biasTensor = tensor1d(bias);
  const inputs: ClassifierInput[] = [
    { weights, bias: biasTensor },
    { weights: rows, bias },
    { weights: { values: Float32Array.from(flat), shape: [4, 2] }, bias: Float32Array.from(bias) },
    { weights: { values: Float64Array.from(flat), shape: [4, 2] }, bias: Float64Array.from(bias) },
  ];
  const sets = allLabelSets(4);
  const reports = await Promise.all(
    inputs.map((input, i) => verifyMatrix(input, i % 2 ? sets : LabelSets.from(sets, 4))),
  );
  for (const report of reports) expect(untimed(report)).toEqual(untimed(reports[0]));
  expect(memory().numTensors).toBe(before + 2);
  weights.dispose();
  biasTensor.dispose();
});

test.each([[[]], [new Set<number[]>()], [LabelSets.from([], 1)]])(
  'no label sets, no results',
  async (none) => {
    const report = await verifyMatrix({ weights: [[1]] }, none);
    expect(report.results).toEqual([]);
    expect(String(report)).toContain('0 label sets');
  },
);

test('the summary says what was verified and how it went', async () => {
  const report = await verifyMatrix(
    {
      weights: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    },
    [
      [0, 1, 2],
      [0, 1],
      [0, 1],
    ],
  );
  expect(String(report)).toMatch(/3 labels, 2 features/);
  expect(String(report)).toMatch(/3 label sets, 2 distinct/);
  expect(String(report)).toMatch(/unargmaxable +2 \(66\.7 %\), 1 distinct/);
  expect(report.outputLayer).toBeNull();
  expect(report.milliseconds).toBeGreaterThan(0);
  expect(report.settings).toEqual({
    about: 'classifier',
    featureRange: { words: 'any real numbers', lower: '-Infinity', upper: 'Infinity' },
    eps: null,
    tolerance: 1e-10,
    mode: 'verdict',
    rule: 'sign',
  });
  expect(String(report)).toContain('About the classifier: features any real numbers');
});

test('eps is the radius from which a set counts as within reach, below as out of it', async () => {
  // Rows 0 and 1 are opposite but for 1e-6: both are positive only in a sliver of radius about 5e-7.
  const input = {
    weights: [
      [1, 0],
      [-1, 1e-6],
      [0, 1],
    ],
  };
  const verdictAt = async (eps?: number) =>
    (await verifyMatrix(input, [[0, 1, 2]], eps === undefined ? {} : { eps })).results[0];
  // Without eps a witness is a witness, however thin its region.
  expect(await verdictAt()).toMatchObject({ verdict: 'argmaxable', method: 'witness' });
  expect(await verdictAt(0)).toMatchObject({ verdict: 'argmaxable', method: 'witness' });
  const [{ radius }] = (await verifyMatrix(input, [[0, 1, 2]], { mode: 'radius' })).results;
  expect(radius.upper).toBeGreaterThan(4e-7);
  expect(radius.upper).toBeLessThan(6e-7);
  expect(await verdictAt(0.99 * radius.lower)).toMatchObject({ verdict: 'argmaxable', method: 'witness' });
  const below = await verdictAt(1.01 * radius.upper);
  expect(below).toMatchObject({ verdict: 'unargmaxable', method: 'multipliers' });
  expect(below.radius.upper).toBeGreaterThan(radius.lower);
  expect(await verdictAt(1e-3)).toMatchObject({ verdict: 'unargmaxable', method: 'multipliers' });
  const none = await verifyMatrix(input, [[0, 1]], { eps: 0 });
  expect(none.results[0].verdict).toBe('undecided'); // a proof in float64 does not reach 0 itself
});

test('the bounds of a radius meet up to the gap, and a wide one is enough where it is asked for', async () => {
  const weights = gaussianMatrix(1000, 40, 4).map((row) => [3, ...row]);
  const sets = Array.from({ length: 10 }, (_, i) => [i, 999 - i]);
  const widths: number[] = [];
  for (const gap of [undefined, 0.5]) {
    const { results, settings } = await verifyMatrix({ weights }, sets, { mode: 'radius', gap });
    expect(settings.gap).toBe(gap ?? 1e-6);
    const reached = results.filter(({ verdict }) => verdict === 'argmaxable');
    const relative = reached.map(({ radius: { lower, upper } }) => (upper - lower) / upper);
    widths.push(Math.max(...relative));
    expect(widths.at(-1)).toBeLessThanOrEqual(settings.gap!);
  }
  expect(widths[1]).toBeGreaterThan(widths[0]);
});

test('an abort rejects with its reason', async () => {
  const controller = new AbortController();
  const run = verifyMatrix({ weights: gaussianMatrix(8, 3, 13) }, allLabelSets(8), {
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done === 3) controller.abort(new Error('enough'));
    },
  });
  await expect(run).rejects.toThrow('enough');
});

describe('what cannot be verified is named', () => {
  const good = [
    [1, 0],
    [0, 1],
  ];
  const rejects = async (argument: string, ...args: unknown[]) => {
    const call = verifyMatrix(...(args as Parameters<typeof verifyMatrix>));
    await expect(call).rejects.toMatchObject({ name: 'ValueError', argument });
  };

  test('weights', async () => {
    await rejects(
      'weights[1][0]',
      {
        weights: [
          [1, 0],
          [NaN, 1],
        ],
      },
      [[0]],
    );
    await rejects(
      'weights[0][1]',
      {
        weights: [
          [1, Infinity],
          [0, 1],
        ],
      },
      [[0]],
    );
    await rejects(
      'weights[0][1]',
      {
        weights: [
          [1, 1e200],
          [0, 1],
        ],
      },
      [[0]],
    );
    await rejects('weights[1]', { weights: [[1, 0], [1]] }, [[0]]);
    await rejects('weights.values', { weights: { values: new Float32Array(5), shape: [2, 2] } }, [[0]]);
    await rejects('weights', { weights: tensor1d([1, 2]) }, [[0]]);
    await rejects('weights', { weights: undefined }, [[0]]);
    await rejects('number of labels (rows of weights)', { weights: [] }, [[0]]);
    await rejects('number of features (columns of weights)', { weights: [[]] }, [[0]]);
    const noColumns = { values: new Float32Array(0), shape: [3, 0] };
    await rejects('number of features (columns of weights)', { weights: noColumns }, [[0]]);
    await rejects('number of features (columns of weights)', { weights: tensor2d([], [3, 0]) }, [[0]]);
    await rejects('number of features (columns of weights)', { weights: noColumns });
  });

  test('bias, box and eps', async () => {
    await rejects('bias', { weights: good, bias: [1] }, [[0]]);
    await rejects('bias[1]', { weights: good, bias: [1, NaN] }, [[0]]);
    await rejects('box', { weights: good, box: 0 }, [[0]]);
    await rejects('box', { weights: good, box: NaN }, [[0]]);
    await rejects('eps', { weights: good }, [[0]], { eps: -1 });
    await rejects('gap', { weights: good }, [[0]], { gap: -1 });
  });

  test('the feature range', async () => {
    await rejects('box', { weights: good, box: 1, featureRange: 'any' }, [[0]]);
    await rejects('featureRange', { weights: good, featureRange: 'positive' }, [[0]]);
    await rejects('featureRange', { weights: good, featureRange: { lower: 1, upper: 0 } }, [[0]]);
    await rejects('featureRange.lower', { weights: good, featureRange: { lower: [0] } }, [[0]]);
    await rejects('featureRange', { weights: good, featureRange: 'any' }, [[0]], { featureRange: 'any' });
    // What is missing by mistake is not the default.
    await rejects('featureRange', { weights: good, featureRange: null }, [[0]]);
    await rejects('featureRange', { weights: good }, [[0]], { featureRange: null });
    await rejects('featureRange.upper', { weights: good, featureRange: { lower: 0, upper: null } }, [[0]]);
    for (const margin of [-1, NaN, 1e300, Number.MAX_VALUE]) {
      const featureRange = {
        observed: [
          [0, -9],
          [1, 9],
        ],
        margin,
      };
      await rejects('featureRange.margin', { weights: good, featureRange }, [[0]]);
    }
    // Radii need bounds where scores have a constant part.
    const biased = { weights: good, bias: [1, 0] };
    await rejects('featureRange', biased, [[0]], { mode: 'radius' });
    await rejects('featureRange', biased, [[0]], { eps: 1e-3 });
    await rejects('options of verify', { weights: good }, [[0]], { about: 'model' });
  });

  test('no classifier and no options', async () => {
    await rejects('input', undefined, [[0]]);
    await rejects('input', undefined, [[0]], { featureRange: 'any' });
    await rejects('options of verify', { weights: good }, [[0]], null);
    await rejects('options of verify without label sets', { weights: good }, undefined, null);
  });

  test('label sets', async () => {
    await rejects('labelSets[1]', { weights: good }, [[0], [2]]);
    await rejects('labelSets[0]', { weights: good }, [[1, 1]]);
    await rejects('labelSets', { weights: good }, LabelSets.from([[0]], 3));
    await rejects('labelSets', { weights: good }, 'all');
    await rejects('labelSets', { weights: good }, null);
  });
});
