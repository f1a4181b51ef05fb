import { backends, use } from '@argmaxable/test-support/backends';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as losses from '../src/index.js';
import { evaluateDense, evaluateSparse } from './evaluate.js';
import { expectClose } from './expect-close.js';
import reference from './fixtures/losses.json' with { type: 'json' };

interface Case {
  readonly loss: string;
  readonly params: Record<string, unknown>;
  readonly value: number;
  readonly grad: number[][];
}

const cases = reference.cases as unknown as Case[];

/** What the fixture's names and words are here. */
function lossOf({ loss, params }: Case): (yTrue: Tensor, yPred: Tensor) => Tensor {
  const { reduction, inputs, ...options } = params as { reduction?: string; inputs?: string };
  // The fixture's parameters are not typed, and `with` checks them.
  const all: object = {
    ...options,
    ...(reduction === 'sum' ? { reduction } : {}),
    ...(inputs ? { inputs: inputs.startsWith('probabilities') ? 'probabilities' : 'logits' } : {}),
  };
  if (loss === 'binaryCrossentropy') return losses.oneVersusAll.with(all);
  const [name, metric] = loss.split(':');
  if (metric === 'fbeta2') return losses.confusionLoss.with({ ...all, metric: 'fbeta', fbeta: 2 });
  if (metric) return losses.confusionLoss.with({ ...all, metric: metric as losses.ConfusionMetric });
  const named = losses.allLosses.find(({ lossName }) => lossName === name)!;
  return named.with(all);
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  test.each(cases.map((entry) => [`${entry.loss} ${JSON.stringify(entry.params)}`, entry] as const))(
    '%s is that of float64, with dense and with sparse targets',
    (_, entry) => {
      const loss = lossOf(entry);
      const expected = { value: [entry.value], gradient: entry.grad };
      for (const evaluate of [evaluateDense, evaluateSparse]) {
        const actual = evaluate(loss, reference.targets, reference.logits);
        // 1e-5: float32 holds 6e-8, and a sum of 88 terms of which some cancel loses two digits at most.
        expectClose(actual, expected, 1e-5);
        // Each entry of the gradient by itself; the fixture has twelve decimals.
        expected.gradient.forEach((row, i) =>
          row.forEach((entry, j) => {
            const error = Math.abs(actual.gradient[i][j] - entry);
            expect(error).toBeLessThanOrEqual(1e-5 * Math.abs(entry) + 1e-12);
          }),
        );
      }
    },
  );
});
