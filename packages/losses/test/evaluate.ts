import { memory, tensor, tensor2d, type Tensor, type Tensor2D, valueAndGrad } from '@tensorflow/tfjs-core';

export type Matrix = readonly (readonly number[])[];
type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

export interface Evaluation {
  /** A loss's value or values. */
  readonly value: number[];
  readonly gradient: number[][];
}

/**
 * A loss's value and the gradient of its sum with respect to the logits. Throws if a tensor is left over, or
 * if the loss wrote into the logits.
 */
export function evaluate(loss: LossFunction, targets: Tensor, logits: Matrix): Evaluation {
  const z = tensor2d(logits as number[][]);
  const before = memory().numTensors;
  const { value, grad } = valueAndGrad((z: Tensor) => loss(targets, z))(z);
  const result = {
    value: Array.from(value.dataSync()),
    gradient: (grad as Tensor2D).arraySync(),
  };
  [value, grad].forEach((owned) => owned.dispose());
  const after = memory().numTensors;
  const unchanged = z.dataSync().every((x, i) => Object.is(x, Math.fround(logits.flat()[i])));
  z.dispose();
  if (!unchanged) throw new Error('logits changed');
  if (after !== before) throw new Error(`${after - before} tensors left over`);
  return result;
}

/** As `evaluate`, of multi-hot targets. */
export function evaluateDense(loss: LossFunction, targets: Matrix, logits: Matrix): Evaluation {
  const yTrue = tensor2d(targets as number[][]);
  try {
    return evaluate(loss, yTrue, logits);
  } finally {
    yTrue.dispose();
  }
}

/**
 * As `evaluate`, of the same targets as label indices padded with -1, wider than n so that no width is
 * ambiguous.
 */
export function evaluateSparse(loss: LossFunction, targets: Matrix, logits: Matrix): Evaluation {
  const width = logits[0].length + 1;
  const rows = targets.map((row) => {
    const active = row.flatMap((y, label) => (y ? [label] : []));
    return [...active, ...new Array<number>(width - active.length).fill(-1)];
  });
  const yTrue = tensor(rows.flat(), [rows.length, width], 'int32');
  try {
    return evaluate(loss, yTrue, logits);
  } finally {
    yTrue.dispose();
  }
}
