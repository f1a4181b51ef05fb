import { type Tensor, zeros } from '@tensorflow/tfjs-core';

/** A tensor whose memory was freed. */
export function disposed(shape: number[] = [2]): Tensor {
  const tensor = zeros(shape);
  tensor.dispose();
  return tensor;
}

const ofNoUse = (): unknown[] => [
  ...[NaN, '', 'x', [], [null], () => 1, 1n, Symbol('s'), new Map(), disposed()],
];

/** Values of every kind, which hardly any argument takes. */
export const oddValues = (): unknown[] => [...ofNoUse(), {}];

/** Values of every kind that has no parts by name: no options, no config, no layer, no model. */
export const notObjects = (): unknown[] => [...ofNoUse(), null, 5, true];
