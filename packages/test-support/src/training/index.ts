import { memory, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Losses of the first and the last of many steps on one batch, between which no tensor may be left. */
export async function firstAndLastLoss(
  model: LayersModel,
  x: Tensor,
  y: Tensor,
  steps: number,
): Promise<[first: number, last: number]> {
  const step = async (): Promise<number> => (await model.trainOnBatch(x, y)) as number;
  const first = await step();
  const held = memory().numTensors;
  let last = first;
  for (let i = 0; i < steps; i++) last = await step();
  expect(memory().numTensors).toBe(held);
  return [first, last];
}
