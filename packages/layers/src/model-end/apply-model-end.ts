import { checkTensor, ValueError } from '@argmaxable/core';
import { reshape, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { checkEnd, type ModelEnd } from './find-model-end.js';

/**
 * The output of a live model's end for given features: computed by its own layers, on the current backend, as
 * in prediction.
 *
 * @param features [examples, E]; not disposed.
 * @returns The model's output, [examples, n], activation included. The caller disposes it.
 * @throws ValueError naming `end` for the end of a saved model, and `features` for a tensor of another shape.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { applyModelEnd, findModelEnd, nodeOfModel } from '@argmaxable/layers';
 * import { ones } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const hidden = layers.dense({ units: 8, inputShape: [3], activation: 'relu' });
 * const model = sequential({ layers: [hidden, layers.dense({ units: 5 })] });
 * applyModelEnd(findModelEnd(nodeOfModel(model)), ones([2, 8])).print(); // [2, 5]
 */
export function applyModelEnd(end: ModelEnd, features: Tensor2D): Tensor2D {
  const { chain } = checkEnd(end);
  const width = end.features.shape?.at(-1) ?? null;
  const allowed = `a tensor of shape [examples, ${width ?? 'features'}]`;
  checkTensor('features', features, allowed);
  if (features.rank !== 2 || (width !== null && features.shape[1] !== width)) {
    throw new ValueError('features', features, allowed);
  }
  return tidy(() => {
    const [examples] = features.shape;
    let values: Tensor = features.clone();
    for (const { layer, inputRank, name } of chain) {
      if (layer === null) throw new ValueError('end', `${name} of a saved model`, 'the end of a live model');
      // Some layers depend on the rank: here the axes between the batch and the features have size 1.
      const between = Array.from({ length: Math.max(0, (inputRank ?? 2) - 2) }, () => 1);
      const input = reshape(values, [examples, ...between, values.size / examples]);
      const [output] = [layer.call(input, {})].flat();
      values = output;
    }
    return reshape<Tensor2D['rankType']>(values, [examples, values.size / examples]);
  });
}
