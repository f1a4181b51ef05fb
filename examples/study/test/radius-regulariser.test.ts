import { oneVersusAll } from '@argmaxable/losses';
import { useBackend } from '@argmaxable/node';
import { type Scalar, sub, type Tensor2D, tensor2d, variableGrads } from '@tensorflow/tfjs-core';
import { evenAngles, gaussian, lowest, type Rows, trigonometric } from '../src/matrices/columns.js';
import { marginLoss } from '../src/radius-regulariser.js';
import { SplitOutput } from '../src/split-output.js';

beforeAll(() => useBackend('cpu', { log: false }));

const [n, k, slack] = [7, 1, 2];
const split = {
  fixed: trigonometric(evenAngles(n), lowest(k)),
  slack: gaussian(n, slack, 'slack'),
};
const examples = gaussian(4, 2 * k + 1 + slack, 'x');
const targets = [[0], [1, 2], [], [3, 6]].map((set) =>
  Array.from({ length: n }, (_, label) => Number(set.includes(label))),
);
const margin = 0.4;

/** The penalty by its definition, in float64. */
function penalty(matrix: Rows): number {
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + x * b[i], 0);
  const hinges = examples.map((x, example) => {
    const distances = matrix.map((row, label) => {
      const sign = targets[example][label] === 1 ? 1 : -1;
      return (sign * dot(row, x)) / Math.hypot(...row) / Math.max(...x.map(Math.abs));
    });
    return Math.max(0, margin - Math.min(...distances));
  });
  return hinges.reduce((sum, hinge) => sum + hinge, 0) / hinges.length;
}

const joined = (moved: Rows): Rows => split.fixed.map((row, i) => [...row, ...moved[i]]);

test('the margin loss adds the hinge of the least distance, and its gradient is that of differences', () => {
  const output = new SplitOutput(split, null);
  output.build();
  const [x, y] = [examples, targets].map((rows) => tensor2d(rows as number[][]));
  const added = (): Scalar => {
    const z = output.call(x) as Tensor2D;
    return sub(marginLoss(output, { margin, weight: 3 })(y, z), oneVersusAll(y, z));
  };
  const { value, grads } = variableGrads(added);
  expect(value.dataSync()[0]).toBeCloseTo(3 * penalty(joined(split.slack)), 5);
  expect(penalty(joined(split.slack))).toBeGreaterThan(0.01);
  const [gradient] = Object.values(grads).map((grad) => grad.arraySync() as number[][]);
  const step = 1e-6;
  for (let label = 0; label < n; label++) {
    for (let column = 0; column < slack; column++) {
      const at = (by: number): number =>
        3 *
        penalty(
          joined(split.slack.map((row, i) => row.map((s, j) => (i === label && j === column ? s + by : s)))),
        );
      expect(gradient[column][label]).toBeCloseTo((at(step) - at(-step)) / (2 * step), 4);
    }
  }
});

test('the slack can be read, moved and put back', async () => {
  const output = new SplitOutput(split, null);
  output.build();
  const { slack: moved } = await output.split();
  expect(moved.flat()).toEqual(split.slack.flat().map((s) => expect.closeTo(s, 6) as number));
  output.setSlack(moved.map((row) => row.map((s) => s + 1)));
  const after = await output.split();
  expect(after.slack.flat()).toEqual(split.slack.flat().map((s) => expect.closeTo(s + 1, 6) as number));
  expect(after.fixed.flat()).toEqual(split.fixed.flat().map((s) => expect.closeTo(s, 6) as number));
});
