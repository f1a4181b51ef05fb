import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { sequential } from '@tensorflow/tfjs-layers';
import {
  type CompiledMetric,
  F1AtK,
  f1AtK,
  F1Score,
  f1Score,
  FbetaScore,
  fbetaScore,
  hammingLoss,
  multiLabelReport,
} from '../src/index.js';

/** Checked by the compiler alone: never called. */
function types(): void {
  const compiled: CompiledMetric[] = [
    f1AtK(8),
    f1AtK({ k: 8 }),
    f1Score(),
    fbetaScore({ beta: 2 }),
    hammingLoss(),
  ];
  sequential().compile({ loss: 'meanSquaredError', optimizer: 'sgd', metrics: compiled });
  const values: number[] = [f1AtK([[1]], [[1]], { k: 1 }), f1Score([[1]], [[1]])];
  const streaming: [F1AtK, F1Score, FbetaScore] = [
    F1AtK.fromJSON(new F1AtK({ k: 1 }).toJSON()),
    new F1Score().merge(new F1Score()),
    FbetaScore.fromJSON(new FbetaScore({ beta: 1 }).toJSON()),
  ];
  const predicted = LabelSets.from([[0]], 1);
  values.push(
    f1Score([[1]], predicted),
    hammingLoss([[1]], predicted),
    fbetaScore([[1]], predicted, { beta: 2 }),
  );
  values.push(multiLabelReport([[1]], predicted).micro.f1, multiLabelReport([[1]], [[1]]).rPrecision);
  new F1Score().update([[1]], predicted);
  void [values, streaming];
  // @ts-expect-error rankings need scores
  f1AtK([[1]], predicted, { k: 1 });
  // @ts-expect-error rankings need scores
  new F1AtK({ k: 1 }).update([[1]], predicted);
  // @ts-expect-error a report of label sets has no rankings
  void multiLabelReport([[1]], predicted).ranking;
  // @ts-expect-error a threshold is for scores
  multiLabelReport([[1]], predicted, { threshold: 0 });
  // @ts-expect-error k is needed
  f1AtK([[1]], [[1]]);
  // @ts-expect-error k is needed
  f1AtK();
  // @ts-expect-error beta is needed
  fbetaScore([[1]], [[1]]);
  // @ts-expect-error beta is needed
  fbetaScore();
  // @ts-expect-error no such option
  f1Score({ k: 1 });
  // @ts-expect-error another metric
  new F1Score().merge(new F1AtK({ k: 1 }));
  // @ts-expect-error a function of data, not yet one for compile
  sequential().compile({ loss: 'meanSquaredError', optimizer: 'sgd', metrics: [f1Score] });
}

test('a function with data gives a number, without data a compile metric', () => {
  expect(types).toBeInstanceOf(Function);
  expect(f1AtK([[1]], [[1]], { k: 1 })).toBe(1);
  expect(f1AtK(1)).toBeInstanceOf(Function);
});
