import { backends, use } from '@argmaxable/test-support/backends';
import {
  cast,
  memory,
  ones,
  reshape,
  tensor,
  tensor1d,
  tensor2d,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { allLosses, type CommonOptions, type Loss } from '../src/index.js';
import { evaluateDense, evaluateSparse, type Evaluation, type Matrix } from './evaluate.js';
import { examples } from './examples.js';
import { expectClose } from './expect-close.js';
import { changedOptions, variantsOf } from './variants.js';

// As `with` makes the loss anew, one that draws starts again at its seed.
const fresh = (loss: Loss<CommonOptions>, options: object = {}): Loss<CommonOptions> => loss.with(options);

/** Losses of the whole batch rather than of its examples. */
const isOfBatch = (loss: Loss<CommonOptions>): boolean =>
  'average' in loss.options && loss.options.average !== 'samples';

const variants = allLosses.flatMap(variantsOf);

const permuted = <T>(xs: readonly T[]): T[] => [...xs].reverse();
// One active label at most, so that a loss that draws one has no choice.
const choiceless = (loss: Loss<CommonOptions>, targets: Matrix): number[][] =>
  targets.map((row) =>
    loss.lossName === 'pickOneLabel' ? row.map((y, j) => (row.indexOf(1) === j ? y : 0)) : [...row],
  );

beforeAll(() => use('cpu'));

describe.each(variants.map((loss) => [loss.lossName, JSON.stringify(loss.options), loss] as const))(
  '%s %s',
  (name, _, loss) => {
    // unboundedF1 has poles among negative outputs.
    const anyExamples = examples({ least: name === 'unboundedF1' ? 0.1 : -6 });
    const check = (property: (given: { targets: Matrix; logits: Matrix }) => void): void =>
      fc.assert(
        fc.property(anyExamples, ({ targets, logits }) =>
          property({ targets: choiceless(loss, targets), logits }),
        ),
        { numRuns: 4, seed: 2 },
      );

    test('the order of examples does not matter', () => {
      check(({ targets, logits }) => {
        const there = evaluateDense(fresh(loss), targets, logits);
        const back = evaluateDense(fresh(loss), permuted(targets), permuted(logits));
        // Float32 sums in another order.
        expectClose({ value: back.value, gradient: permuted(back.gradient) }, there, 1e-5);
      });
    });

    test('the order of labels does not matter', () => {
      check(({ targets, logits }) => {
        const there = evaluateSparse(fresh(loss), targets, logits);
        const back = evaluateSparse(fresh(loss), targets.map(permuted), logits.map(permuted));
        expectClose({ value: back.value, gradient: back.gradient.map(permuted) }, there, 1e-5);
      });
    });

    test('mean and sum are those of the values of none', () => {
      check(({ targets, logits }) => {
        const [mean, sum, none] = (['mean', 'sum', 'none'] as const).map((reduction) =>
          evaluateDense(fresh(loss, { reduction }), targets, logits),
        );
        const isOne =
          'average' in loss.options && ['micro', 'weighted'].includes(loss.options.average as string);
        expect(none.value.length).toBe(isOne ? 1 : isOfBatch(loss) ? logits[0].length : logits.length);
        const total = none.value.reduce((a, b) => a + b);
        expectClose(sum, { value: [total], gradient: none.gradient }, 1e-5);
        const scaled = mean.gradient.map((row) => row.map((g) => g * none.value.length));
        expectClose(
          { value: mean.value, gradient: scaled },
          { value: [total / none.value.length], gradient: none.gradient },
          1e-5,
        );
      });
    });

    test('an example has the same loss alone as among others', () => {
      if (isOfBatch(loss)) return;
      check(({ targets, logits }) => {
        const together = evaluateDense(fresh(loss, { reduction: 'none' }), targets, logits);
        logits.forEach((row, i) => {
          const alone = evaluateDense(fresh(loss, { reduction: 'none' }), [targets[i]], [row]);
          expectClose(alone, { value: [together.value[i]], gradient: [together.gradient[i]] }, 1e-5);
        });
      });
    });

    const extremes: Matrix = [
      [1e4, -1e4, 1e4, -1e4, 0],
      [-1e4, -1e4, 1e4, 1e4, 1e4],
      [1e4, 1e4, -1e4, -1e4, -1e4],
    ];
    const twoOfThree: Matrix = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const filled = (rows: number, columns: number, value: number): Matrix =>
      Array.from({ length: rows }, () => Array<number>(columns).fill(value));
    const corners: Record<string, { targets: Matrix; logits: Matrix }> = {
      // prettier-ignore
      'logits of +-1e4': { targets: [[1, 1, 0, 0, 1], [1, 0, 1, 0, 0], [0, 1, 1, 1, 0]], logits: extremes },
      'rows without an active label': { targets: filled(3, 5, 0), logits: extremes },
      'rows with all labels active': { targets: filled(3, 5, 1), logits: extremes },
      'all logits -1e4': { targets: twoOfThree, logits: filled(2, 3, -1e4) },
      'all logits 1e4': { targets: twoOfThree, logits: filled(2, 3, 1e4) },
      'all logits 0': { targets: twoOfThree, logits: filled(2, 3, 0) },
      'one example of one active label': { targets: [[1]], logits: [[-30]] },
      'one example of one inactive label': { targets: [[0]], logits: [[30]] },
    };
    test.each(Object.entries(corners))(
      '%s: value and gradient are finite',
      async (_, { targets, logits }) => {
        for (const backend of backends) {
          await use(backend);
          const each = fresh(loss, { reduction: 'none' });
          const [dense, sparse] = [
            evaluateDense(each, targets, logits),
            evaluateSparse(fresh(each), targets, logits),
          ];
          for (const { value, gradient } of [dense, sparse]) {
            expect([...value, ...gradient.flat()].filter((x) => !Number.isFinite(x))).toEqual([]);
          }
          expectClose(sparse, dense, 1e-5);
        }
        await use('cpu');
      },
    );

    test('a NaN among the logits makes the loss NaN, and is not hidden', async () => {
      for (const backend of backends) {
        await use(backend);
        for (const place of [0, 1, 2]) {
          const logits = [[0.5, -1, 2].map((x, j) => (j === place ? NaN : x))];
          const results: Evaluation[] = [
            evaluateDense(fresh(loss), [[1, 0, 1]], logits),
            evaluateSparse(fresh(loss), [[1, 0, 1]], logits),
          ];
          for (const { value } of results) expect(value).toEqual([NaN]);
        }
      }
      await use('cpu');
    });

    test('targets may be bool, or int32 where it is said that they are dense; the batch may have more axes', () => {
      const [rows, z] = [
        [
          [1, 0, 1],
          [0, 1, 0],
          [0, 0, 0],
          [1, 1, 1],
        ],
        [
          [1, 2, 3],
          [4, 5, 6],
          [0, 1, 2],
          [3, 2, 1],
        ],
      ];
      tidy(() => {
        const [yTrue, yPred] = [tensor2d(rows), tensor2d(z)];
        const value = (loss: Loss<CommonOptions>, y: Tensor, z: Tensor = yPred): number[] =>
          Array.from(loss(y, z).dataSync());
        const expected = value(fresh(loss), yTrue);
        expect(value(fresh(loss), cast(yTrue, 'bool'))).toEqual(expected);
        expect(value(fresh(loss, { targets: 'dense' }), cast(yTrue, 'int32'))).toEqual(expected);
        expect(value(fresh(loss), reshape(yTrue, [2, 2, 3]), reshape(yPred, [2, 2, 3]))).toEqual(expected);
        const none = fresh(loss, { reduction: 'none' })(reshape(yTrue, [2, 2, 3]), reshape(yPred, [2, 2, 3]));
        if (!isOfBatch(loss)) expect(none.shape).toEqual([2, 2]);
      });
    });

    test('bad input is refused by name, and leaves no tensor', () => {
      // prettier-ignore
      const z = tensor2d([[1, 2, 3], [4, 5, 6]]);
      const indices = (rows: number[][]): Tensor => tensor2d(rows, undefined, 'int32');
      const bad: [Tensor, Tensor, string][] = [
        [ones([2, 4]), z, 'yTrue must be multi-hot, of as many columns as there are labels (3)'],
        [ones([1, 3]), z, 'yTrue must be of the shape of yPred, [2, 3]; got [1, 3]'],
        [ones([3]), z, 'yTrue must be of the shape of yPred, [2, 3]; got [3]'],
        // prettier-ignore
        [indices([[0, 1], [0, 3]]), z, 'must be an integer from 0 to 2; got 3'],
        // prettier-ignore
        [indices([[0, 1], [0, -2]]), z, 'must be an integer from 0 to 2; got -2'],
        // prettier-ignore
        [indices([[0, 1], [1, 1]]), z, 'must be a set without repeats (label 1 occurs twice)'],
        [indices([[0, 1]]), z, 'yTrue must be of as many rows as yPred, [2, 3]; got "[1, 2]"'],
        // prettier-ignore
        [indices([[0, 1, 0], [0, 1, 1]]), z, "Say targets: 'dense' or targets: 'sparse'"],
        [
          tensor([
            ['a', 'b', 'c'],
            ['a', 'b', 'c'],
          ]),
          z,
          'yTrue must be a tensor of dtype float32, bool or int32; got "a tensor of dtype string"',
        ],
        [ones([2, 3]), cast(z, 'int32'), 'yPred must be of dtype float32; got "int32"'],
        [tensor2d([], [0, 3]), tensor2d([], [0, 3]), 'with one example or more; got "[0, 3]"'],
        [tensor1d([1, 0, 1]), tensor1d([1, 2, 3]), 'yPred must be [batch, numLabels]'],
      ];
      const before = memory().numTensors;
      for (const [yTrue, yPred, message] of bad) {
        expect(() => fresh(loss)(yTrue, yPred)).toThrow(message);
        expect(() => fresh(loss)(yTrue, yPred)).toThrow(
          expect.objectContaining({ name: 'ValueError' }) as Error,
        );
      }
      expect(memory().numTensors).toBe(before);
      new Set([z, ...bad.flatMap(([yTrue, yPred]) => [yTrue, yPred])]).forEach((owned) => owned.dispose());
    });

    test('unknown options and values are refused', () => {
      expect(() => loss.with({ nonsense: 1 } as object)).toThrow(
        `options of ${name} must be among reduction, targets`,
      );
      expect(() => loss.with({ reduction: 'median' } as object)).toThrow('reduction must be one of');
      for (const [option, value] of Object.entries(changedOptions[name])) {
        const wrong = typeof value === 'string' ? 'nonsense' : 'a string';
        expect(() => loss.with({ [option]: wrong })).toThrow(`${option} must be`);
        expect(() => loss.with({ [option]: NaN })).toThrow(`${option} must be`);
      }
    });
  },
);
