import { ValueError } from '@argmaxable/core';
import { isOutputLayer, type OutputLayer } from '@argmaxable/layers';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { type layers, LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Rule } from './rule.js';

/** A model's last layer that scores labels, and the activation that the scores go through. */
export interface FoundLayer {
  readonly layer: OutputLayer | layers.Layer;
  /** 'linear' when there is none. */
  readonly activation: string;
}

/** Layers that pass their input on when the model predicts. */
const identities = ['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise'];
/** Strictly increasing around z = 0, with one value there that everybody thresholds at: 0 or, for the sigmoids, 0.5. */
const signKeeping = ['sigmoid', 'hardSigmoid', 'tanh', 'softsign'];
/** Strictly increasing, so that the ranking stays: hardSigmoid is flat at its ends. */
const orderKeeping = ['sigmoid', 'tanh', 'softsign', 'softmax', 'logSoftmax', 'softplus', 'elu', 'selu'];

const allowed =
  'a model with one output that ends in a DFTOutput, BSLOutput, ETFOutput or Dense layer, possibly followed by ' +
  'Activation and Dropout layers, within TimeDistributed or nested models';

/**
 * Walks back from a model's output to the layer whose scores decide the predicted label set.
 *
 * @throws ValueError naming `model` where there is no such layer, or an activation hides what the rule looks at: the scores'
 *   signs, or their order.
 */
export function findOutputLayer(model: LayersModel, rule: Rule = 'sign'): FoundLayer {
  if (!Array.isArray(model?.outputs) || model.outputs.length === 0) {
    throw new ValueError(
      'model',
      model,
      allowed,
      'Build the model first: give its first layer an inputShape.',
    );
  }
  if (model.outputs.length !== 1) {
    const advice =
      'Verify one output at a time: tf.model({ inputs: model.inputs, outputs: model.outputs[0] }).';
    throw new ValueError('model', `${model.outputs.length} outputs`, allowed, advice);
  }
  const activations: string[] = [];
  const layer = walkBack(model.outputs[0], activations);
  const nonlinear = activations.filter((activation) => activation !== 'linear');
  const keeping = rule === 'sign' ? signKeeping : orderKeeping;
  if (nonlinear.length > 1 || nonlinear.some((activation) => !keeping.includes(activation))) {
    const advice =
      (rule === 'sign' ? "For the highest scores after a softmax, say rule: 'topK' or 'argmax'. " : '') +
      'If your model predicts label i exactly where the score z_i before the activation is above 0, verify the scores: ' +
      'end a tf.model at a linear layer that shares the weights, or give the matrix to verifyMatrix.';
    const given = `${layer.name} followed by ${nonlinear.join(' and ')}`;
    throw new ValueError(
      'model',
      given,
      `one whose activation is linear or one of ${keeping.join(', ')}`,
      advice,
    );
  }
  return { layer, activation: nonlinear[0] ?? 'linear' };
}

/** The layer that scores labels in front of `tensor`; adds the activations on the way to `activations`. */
function walkBack(tensor: SymbolicTensor, activations: string[]): layers.Layer {
  let layer = tensor.sourceLayer;
  while (layer.getClassName() === 'TimeDistributed')
    layer = (layer as unknown as { layer: layers.Layer }).layer;
  // A nested model: its own output with the same number.
  if (layer instanceof LayersModel)
    return walkBack(layer.outputs[tensor.outputTensorIndex ?? 0], activations);
  if (isOutputLayer(layer) || layer.getClassName() === 'Dense') {
    activations.push(activationOf(layer));
    return layer;
  }
  if (layer.getClassName() === 'Activation') activations.push(activationOf(layer));
  else if (!identities.includes(layer.getClassName())) {
    const advice = 'To verify another layer, give its matrix [labels, features] and bias to verifyMatrix.';
    throw new ValueError('model', `${layer.name} (${layer.getClassName()}) at its end`, allowed, advice);
  }
  return walkBack(tensor.inputs[0], activations);
}

function activationOf(layer: layers.Layer): string {
  const { activation } = layer.getConfig();
  return typeof activation === 'string' ? activation : 'linear';
}

/** The weights of a found layer as `verifyMatrix` takes them. `dispose` frees the tensors that were made for it. */
export async function readOutputLayer(layer: OutputLayer | layers.Layer): Promise<{
  weights: Tensor2D | { values: Float32Array; shape: [number, number] };
  bias: Tensor1D | null;
  dispose: () => void;
}> {
  if (isOutputLayer(layer)) {
    const weights = layer.classifierMatrix();
    const bias = layer.classifierBias();
    const dispose = () => {
      weights.dispose();
      bias?.dispose();
    };
    return { weights, bias, dispose };
  }
  // These are the layer's own tensors, to be left alone.
  const [kernel, bias] = layer.getWeights() as [Tensor2D, Tensor1D | undefined];
  return { weights: await transposed(kernel), bias: bias ?? null, dispose: () => undefined };
}

async function transposed(kernel: Tensor): Promise<{ values: Float32Array; shape: [number, number] }> {
  const [rows, columns] = kernel.shape;
  const data = await kernel.data<'float32'>();
  const values = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) values[j * rows + i] = data[i * columns + j];
  }
  return { values, shape: [columns, rows] };
}
