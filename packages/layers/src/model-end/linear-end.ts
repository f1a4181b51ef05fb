import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { isLabelAffine } from '../label-affine.js';
import { isOutputLayer } from '../output-layer.js';
import { checkEnd, findModelEnd, type ModelEnd } from './find-model-end.js';
import type { LayerNode } from './nodes/layer-node.js';
import { nodeOfModel } from './nodes/live-node.js';
import { loadModelEnd } from './load-model-end.js';
import { readNormalization } from './nodes/normalization.js';
import { composed, type Projection, transposed } from './projection.js';
import { weightError } from './nodes/weight-error.js';

/**
 * A model's end in numbers: label i has the score `scale_i (w_i . x + b_i) + offset_i`, `x = K e + k`, of
 * features e. All numbers are float64, computed from the float32 numbers as stored.
 */
export interface LinearEnd {
  /** n. */
  readonly numLabels: number;
  /** d, the width of the classifier. */
  readonly numFeatures: number;
  /** The classifier W exactly as stored, [n, d] row by row. */
  readonly weights: Float64Array;
  /** b, [n]; null if there is none. */
  readonly bias: Float64Array | null;
  /** K [d, E] row by row and k [d]; null if x is the features themselves. */
  readonly projection: Projection | null;
  /** Slope of each label's score, [n]; null if there are none. */
  readonly scoreScale: Float64Array | null;
  /** Offset of each label's score, [n]; null if there are none. */
  readonly scoreOffset: Float64Array | null;
}

/**
 * Reads the numbers of what `findModelEnd` found: the classifier, the linear layers in front of it and its
 * own projection as one map, and the slopes and offsets after it.
 *
 * @param end The end of a live model, whose current weights are read, or of a saved model. All tensors made
 *   here are disposed.
 * @throws ValueError naming `model` for weights that are missing or do not fit together.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { BSLOutput, findModelEnd, nodeOfModel, readLinearEnd } from '@argmaxable/layers';
 * import { sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [new BSLOutput({ units: 9, features: 3, inputShape: [5] })] });
 * const { numLabels, numFeatures, projection } = await readLinearEnd(findModelEnd(nodeOfModel(model)));
 * console.log(numLabels, numFeatures, projection.numInputs); // 9 3 5
 */
export async function readLinearEnd(end: ModelEnd): Promise<LinearEnd> {
  if (checkEnd(end).output.layer !== null) return readLive(end);
  const model = await loadModelEnd(end);
  if (model === null) throw weightError(end.output);
  try {
    return await readLive(findModelEnd(nodeOfModel(model)));
  } finally {
    model.dispose();
  }
}

async function readLive({ output, before, after }: ModelEnd): Promise<LinearEnd> {
  const { weights, shape, bias, projection } = await readOutput(output);
  const [numLabels, numFeatures] = shape;
  const scores = await readScoreAffine(after, numLabels);
  return {
    ...{ numLabels, numFeatures, weights, bias },
    projection: await composed(projection, before, numFeatures),
    scoreScale: scores && scores.scale,
    scoreOffset: scores && scores.offset,
  };
}

interface ReadOutput {
  readonly weights: Float64Array;
  readonly shape: readonly [number, number];
  readonly bias: Float64Array | null;
  readonly projection: Projection | null;
}

async function readOutput(node: LayerNode): Promise<ReadOutput> {
  const layer = node.layer!;
  if (!isOutputLayer(layer)) {
    const [kernel, bias] = [await node.weight('kernel'), await node.weight('bias')];
    if (kernel === null || kernel.shape.length !== 2) throw weightError(node, 'kernel');
    const [features, labels] = kernel.shape;
    const weights = transposed(kernel.values, features, labels);
    return {
      weights,
      shape: [labels, features],
      bias: bias && Float64Array.from(bias.values),
      projection: null,
    };
  }
  const matrix = layer.classifierMatrix();
  const [bias, projection] = [layer.classifierBias(), layer.projection?.() ?? null];
  const made: (Tensor | undefined)[] = [matrix, bias ?? undefined, projection?.kernel, projection?.bias];
  try {
    return {
      weights: await numbers(matrix),
      shape: matrix.shape,
      bias: bias && (await numbers(bias)),
      projection: projection && (await readProjection(projection)),
    };
  } finally {
    made.forEach((tensor) => tensor?.dispose());
  }
}

async function readProjection({ kernel, bias }: { kernel: Tensor2D; bias: Tensor1D }): Promise<Projection> {
  const [numInputs, width] = kernel.shape;
  const values = await kernel.data<'float32'>();
  return { numInputs, kernel: transposed(values, numInputs, width), offset: await numbers(bias) };
}

async function numbers(tensor: Tensor): Promise<Float64Array> {
  return Float64Array.from(await tensor.data<'float32'>());
}

interface Affine {
  readonly scale: Float64Array;
  readonly offset: Float64Array;
}

/** All slopes and offsets combined into one slope and one offset for each label. */
async function readScoreAffine(after: readonly LayerNode[], numLabels: number): Promise<Affine | null> {
  let all: Affine | null = null;
  for (const node of after) {
    const { scale, offset } = await readAffine(node);
    if (scale.length !== numLabels || offset.length !== numLabels) {
      throw weightError(node, `a slope for each of ${numLabels} labels`);
    }
    all = all
      ? {
          scale: all.scale.map((s, i) => scale[i] * s),
          offset: all.offset.map((o, i) => scale[i] * o + offset[i]),
        }
      : { scale, offset };
  }
  return all;
}

async function readAffine(node: LayerNode): Promise<Affine> {
  const { layer } = node;
  if (layer === null || !isLabelAffine(layer)) {
    const normalization = await readNormalization(node);
    if (normalization === null) throw weightError(node, 'moving_mean, moving_variance');
    return normalization;
  }
  const affine = layer.labelAffine();
  try {
    const scale = await numbers(affine.scale);
    // A LabelScale multiplies z + eta: an offset computed in float64 is nearer to that than the layer's own
    // float32 offset.
    const eta = node.className === 'LabelScale' ? await node.weight('eta') : null;
    return { scale, offset: eta ? scale.map((s, i) => s * eta.values[i]) : await numbers(affine.offset) };
  } finally {
    affine.scale.dispose();
    affine.offset.dispose();
  }
}
