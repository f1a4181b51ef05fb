import { backends, use } from '@argmaxable/test-support/backends';
import { mul, sum, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { allLosses, type CommonOptions, type Loss } from '../src/index.js';
import { definitions, numericGradient, type Options } from './definitions.js';
import { evaluateDense, evaluateSparse, type Matrix } from './evaluate.js';
import { examples } from './examples.js';
import { expectClose } from './expect-close.js';
import { variantsOf } from './variants.js';

const drawn = 'pickOneLabel';
const defined = allLosses.filter(({ lossName }) => lossName !== drawn);

/** The loss's values times `1, 2, ...`, summed: its gradient tells each value's from the others'. */
function weighted(loss: Loss<CommonOptions>) {
  const each = loss.with({ reduction: 'none' });
  return (yTrue: Tensor, yPred: Tensor): Tensor =>
    tidy(() => {
      const values = each(yTrue, yPred);
      return sum(mul(values, values.rank === 0 ? 1 : tensor1d(weightsOf(values.size))));
    });
}

function weightsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => 1 + i);
}

/** A loss's definition, weighted likewise. */
function reference(name: string, options: object, y: Matrix, z: Matrix): number {
  return definitions[name](y, z, options as Options)
    .map((value, i) => value * (1 + i))
    .reduce((a, b) => a + b);
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  const variants = defined.flatMap(variantsOf);
  test.each(variants.map((loss) => [loss.lossName, JSON.stringify(loss.options), loss] as const))(
    '%s %s: value and gradient, dense and sparse, are those of the definition',
    (name, _, loss) => {
      fc.assert(
        fc.property(examples({ least: name === 'unboundedF1' ? 0.1 : -6 }), ({ targets, logits }) => {
          const { options } = loss;
          const stopped = (options as { stopFocusGradient?: boolean }).stopFocusGradient;
          const value = reference(name, options, targets, logits);
          const dense = evaluateDense(weighted(loss), targets, logits);
          const sparse = evaluateSparse(weighted(loss), targets, logits);
          // A stopped gradient is none of the value: only the reference values tell of it.
          const gradient = stopped
            ? dense.gradient
            : numericGradient((z) => reference(name, options, targets, z), logits);
          // Losses of exactly 0 in float64 are sums of terms of size 1 here: hence 1e-6 beside the relative
          // 2e-5.
          expectClose(dense, { value: [value], gradient }, 2e-5);
          expectClose(sparse, { value: [value], gradient }, 2e-5);
        }),
        { numRuns: 8, seed: 1 },
      );
    },
  );

  test('targets may be probabilities where the loss is linear in them', () => {
    fc.assert(
      fc.property(examples({}), ({ targets, logits }) => {
        const soft = targets.map((row) => row.map((y, j) => 0.1 + 0.7 * y + 0.02 * (j % 4)));
        for (const name of ['oneVersusAll', 'polyLoss', 'focal', 'asymmetric', 'sigmoidF1']) {
          const loss = allLosses.find(({ lossName }) => lossName === name)!;
          const value = reference(name, loss.options, soft, logits);
          const gradient = numericGradient((z) => reference(name, loss.options, soft, z), logits);
          expectClose(evaluateDense(weighted(loss), soft, logits), { value: [value], gradient }, 2e-5);
        }
      }),
      { numRuns: 5, seed: 1 },
    );
  });

  test('oneVersusAll takes a weight for each label', () => {
    const loss = allLosses.find(({ lossName }) => lossName === 'oneVersusAll')!;
    const options = { ...loss.options, positiveWeight: [0.5, 2, 3] };
    const [y, z] = [
      [
        [1, 0, 1],
        [0, 0, 0],
      ],
      [
        [0.3, -1, 2],
        [-0.4, 0.1, 5],
      ],
    ];
    const expected = {
      value: [reference('oneVersusAll', options, y, z)],
      gradient: numericGradient((z) => reference('oneVersusAll', options, y, z), z),
    };
    expectClose(evaluateDense(weighted(loss.with(options)), y, z), expected, 1e-5);
    expectClose(evaluateSparse(weighted(loss.with(options)), y, z), expected, 1e-5);
  });
});
