import fc from 'fast-check';
import { type FeatureRange, readClassifier } from '../../src/index.js';
import { projectionReach } from '../../src/exploring/projection-reach.js';

/** What is said of a projection with these columns, of features in a range. */
async function reachOf(columns: readonly (readonly number[])[], featureRange: FeatureRange) {
  const weights = columns[0].map((_, k) => columns.map((column) => column[k]));
  const classifier = await readClassifier({
    weights: [columns[0].map(() => 1)],
    ...{ projection: { weights, bias: columns[0] }, featureRange },
  });
  return projectionReach(classifier);
}

/** Whether vectors of a plane positively span it: no half plane, its edge included, has them all. */
function spansPlane(columns: readonly (readonly number[])[]): boolean {
  const nonZero = columns.filter((column) => column.some((value) => value !== 0));
  const cross = (a: readonly number[], b: readonly number[]) => a[0] * b[1] - a[1] * b[0];
  const normals = nonZero.flatMap(([x, y]) => [
    [-y, x],
    [y, -x],
  ]);
  const isAcross = (normal: readonly number[]) =>
    nonZero.some((column) => normal[0] * column[0] + normal[1] * column[1] > 0);
  return nonZero.some((a) => nonZero.some((b) => cross(a, b) !== 0)) && normals.every(isAcross);
}

const integers = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 6,
});

test('columns of a plane: carried by features of 0 or more exactly where they positively span', async () => {
  let carried = 0;
  await fc.assert(
    fc.asyncProperty(integers, async (columns) => {
      const { carries } = (await reachOf(columns, 'nonNegative'))!;
      expect(carries).toBe(spansPlane(columns));
      if (carries) carried++;
      // Features of 0 or less are the same with all columns turned.
      expect((await reachOf(columns, { upper: 0 }))!.carries).toBe(carries);
    }),
    { numRuns: 500 },
  );
  expect(carried).toBeGreaterThan(50);
  expect(carried).toBeLessThan(450);
});

test.each<[string, FeatureRange, boolean]>([
  ['any', 'any', true],
  ['0 or more', 'nonNegative', false],
  ['bounded', { lower: -1e9, upper: 1e9 }, false],
  [
    'one bounded, the others any',
    { lower: [-1, -Infinity, -Infinity], upper: [1, Infinity, Infinity] },
    false,
  ],
  ['open upwards or to both sides', { lower: [0, -Infinity, -Infinity] }, true],
  ['one side each, the wrong ones', { lower: [0, 0, 0] }, false],
  ['one side each, the right ones', { lower: [0, 0, -Infinity], upper: [Infinity, Infinity, 0] }, true],
])('features %s', async (_, featureRange, carries) => {
  const columns = [
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  expect(await reachOf(columns, featureRange)).toEqual({ inputs: 3, features: 2, rank: 2, carries });
});

test('without full rank nothing carries every x', async () => {
  const columns = [
    [1, 2],
    [-1, -2],
    [2, 4],
  ];
  expect(await reachOf(columns, 'any')).toEqual({ inputs: 3, features: 2, rank: 1, carries: false });
});
