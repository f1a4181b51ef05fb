import { ValueError } from '@argmaxable/core';
import { io, tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { activationName } from './activations.js';
import { checkEnd, type ModelEnd } from './find-model-end.js';
import { type LayerNode, type StoredWeight, weightPart } from './nodes/layer-node.js';
import { weightError } from './nodes/weight-error.js';

/**
 * Arguments that place a layer in its original model, initialize its weights or train it: they are not needed
 * here, or not available.
 */
const unused =
  /(Initializer|Regularizer|Constraint|^dtype|^weights|^(batchI|i)nputShape|^batchShape|^buildConfig)$/;

/**
 * The end of a saved model as a separate model, from features [batch, E] to its output: the layers in front
 * are not needed. The weights are found by name, in any order.
 *
 * @returns The model, which the caller disposes; null if weights are not found by their names.
 * @throws ValueError naming `model` for weights whose sizes differ from those of the layers, and for fewer
 *   bytes than the file says.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { findModelEnd, loadModelEnd, nodeOfTopology } from '@argmaxable/layers';
 * const dense = { class_name: 'Dense', config: { name: 'tags', units: 1, use_bias: false } };
 * const unknown = { class_name: 'Unknown', config: {} };
 * const topology = { class_name: 'Sequential', config: { name: 'model', layers: [unknown, dense] } };
 * const weightSpecs = [{ name: 'tags/kernel', shape: [2, 1], dtype: 'float32' }];
 * const weightData = Float32Array.of(1, -1).buffer;
 * const model = await loadModelEnd(findModelEnd(nodeOfTopology(topology, { weightSpecs, weightData })));
 * model.summary(); // features [2], tags [1]
 */
export async function loadModelEnd(end: ModelEnd): Promise<LayersModel | null> {
  const { chain } = checkEnd(end);
  const features = await numFeatures(chain);
  if (features === null) return null;
  await checkSizes(chain, features);
  const names = distinct(['features', ...chain.map(({ name }) => name)].reverse()).reverse();
  const input = { class_name: 'InputLayer', config: { name: names[0], batch_input_shape: [null, features] } };
  const layers = chain.map((node, i) => ({
    class_name: node.className,
    config: { ...argumentsOf(node), name: names[i + 1] },
  }));
  const config = { name: 'end', layers: [input, ...layers] };
  const model = await loadLayersModel(io.fromMemory({ modelTopology: { class_name: 'Sequential', config } }));
  try {
    for (const [i, node] of chain.entries()) {
      const layer = model.layers.find(({ name }) => name === layers[i].config.name)!;
      const values = await Promise.all(
        layer.weights.map(({ originalName }) => node.weight(weightPart(originalName))),
      );
      if (values.includes(null)) {
        model.dispose();
        return null;
      }
      if (!values.every((value, at) => isShape(value!, layer.weights[at].shape))) throw weightError(node);
      const tensors = (values as StoredWeight[]).map(({ values, shape }) => tensor(values, [...shape]));
      layer.setWeights(tensors);
      tensors.forEach((used) => used.dispose());
    }
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function argumentsOf({ config }: LayerNode): Record<string, unknown> {
  const kept = Object.entries(config).filter(([name]) => !unused.test(name));
  return Object.fromEntries(
    kept.map(([name, value]) => {
      if (name === 'activation') return [name, activationName(value)];
      // In the whole model it may have another number, or be an array; here it is always the last axis.
      return [name, name === 'axis' ? -1 : value];
    }),
  );
}

/**
 * Makes names unique: a layer that is applied twice, or has the name of another, gets a number from the
 * second time on.
 */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let i = 2; taken.has(free); i++) free = `${name}_${i}`;
    taken.add(free);
    return free;
  });
}

/** E, from the weights of the first layer that has any. */
async function numFeatures(chain: readonly LayerNode[]): Promise<number | null> {
  for (const node of chain) {
    const matrix = (await node.weight('projection_kernel')) ?? (await node.weight('kernel'));
    if (matrix?.shape.length === 2) return matrix.shape[0];
    const mean = await node.weight('moving_mean');
    if (mean?.shape.length === 1) return mean.shape[0];
    if (node.className === 'ETFOutput') {
      const features = node.config.features ?? node.config.units;
      return typeof features === 'number' ? features : null;
    }
  }
  return null;
}

/** Most numbers of a matrix that is not in the file, because a layer computes it: 2 GiB in float64. */
const mostMade = 2 ** 28;

/**
 * Sizes in arguments are those of the weights in the file, or of a matrix that can be made: no memory is
 * allocated for more.
 */
async function checkSizes(chain: readonly LayerNode[], numFeatures: number): Promise<void> {
  for (const node of chain) {
    const { units, features, priorBias = false, k, slack = 0 } = node.config;
    const matrix = (await node.weight('kernel')) ?? (await node.weight('slack_kernel'));
    const bias = await node.weight('bias');
    if (matrix && matrix.shape[1] !== units) throw weightError(node);
    if (bias && bias.shape[0] !== units) throw weightError(node);
    const projection = await node.weight('projection_kernel');
    const width =
      node.className === 'BSLOutput'
        ? Number(features) + (priorBias === false ? 0 : 1) // missing: older than the constant column
        : 2 * Number(k) + 1 + Number(slack);
    if (projection && projection.shape[1] !== width) throw weightError(node);
    if (!matrix && typeof units === 'number' && units * numFeatures > mostMade) {
      const given = `${node.name} (${node.className}) of ${units} labels and ${numFeatures} features`;
      throw new ValueError(
        'model',
        given,
        `one whose last layers make a matrix of ${mostMade} numbers at most`,
      );
    }
  }
}

function isShape({ shape }: StoredWeight, wanted: readonly (number | null)[]): boolean {
  return shape.length === wanted.length && shape.every((size, i) => size === wanted[i]);
}
