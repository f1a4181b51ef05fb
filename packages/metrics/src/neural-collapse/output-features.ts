import { ValueError } from '@argmaxable/core';
import { add, matMul, slice, type Tensor, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core';
import {
  type layers,
  type LayersModel,
  model as makeModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';

/** What the output layer of a model multiplies, and by what. */
export interface OutputFeatures {
  /** The features [size, d] of `size` examples from `start` on, with the model as in prediction. The caller disposes them. */
  features(x: readonly Tensor[], start: number, size: number): Tensor2D;
  /** The classifier [labels, d] as it is now. The caller disposes it. */
  classifier(): Tensor2D;
}

/** A layer that tells its classifier, as those of @argmaxable/layers do. */
interface ClassifierLayer extends layers.Layer {
  classifierMatrix(): Tensor2D;
}

/** Layers that may follow the output layer: they change what becomes of its scores, not what it multiplies. */
const followers = ['Activation', 'Softmax', 'Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise'];

const allowed =
  'a dense layer or one with classifierMatrix(), such as BSLOutput, DFTOutput and ETFOutput, at the top level of the model';

/**
 * Finds what a model's output layer multiplies.
 *
 * @param layer The layer, or its name; by default the one that gives the model's first output, followed by activation and
 *   dropout layers at most.
 * @throws ValueError naming `layer` where that is no layer with a classifier.
 */
export function outputFeatures(model: LayersModel, layer?: string | layers.Layer): OutputFeatures {
  const found = layer === undefined ? lastLayer(model) : givenLayer(model, layer);
  const inner = makeModel({ inputs: model.inputs, outputs: found.input });
  return {
    features: (x, start, size) =>
      tidy(() => {
        const input = inner.predictOnBatch(x.map((all) => slice(all, start, size))) as Tensor;
        if (input.rank !== 2) {
          const given = `${found.layer.name}, whose input is [${input.shape.join(', ')}]`;
          throw new ValueError('layer', given, 'one whose input is of shape [batch, features]');
        }
        return project(found.layer, input) as Tensor2D;
      }),
    classifier: () => classifierOf(found.layer),
  };
}

interface Found {
  layer: layers.Layer;
  input: SymbolicTensor;
}

function lastLayer({ outputs }: LayersModel): Found {
  if (outputs.length !== 1) {
    throw new ValueError(
      'layer',
      undefined,
      `given for a model of ${outputs.length} outputs`,
      'Name the layer that scores.',
    );
  }
  let output = outputs[0];
  while (followers.includes(output.sourceLayer.getClassName())) output = output.inputs[0];
  return { layer: checkLayer(output.sourceLayer), input: output.inputs[0] };
}

function givenLayer(model: LayersModel, layer: string | layers.Layer): Found {
  const found = model.layers.find((candidate) => candidate === layer || candidate.name === layer);
  if (found === undefined) {
    const names = model.layers.map(({ name }) => name).join(', ');
    throw new ValueError('layer', layer, `a layer of the model, or the name of one: ${names}`);
  }
  const { input } = checkLayer(found);
  if (Array.isArray(input)) throw new ValueError('layer', found.name, 'a layer of one input');
  return { layer: found, input };
}

function checkLayer(layer: layers.Layer): layers.Layer {
  if (isClassifierLayer(layer) || layer.getClassName() === 'Dense') return layer;
  const advice = 'Name the layer that scores the labels: layer: ...';
  throw new ValueError('layer', `${layer.name} (${layer.getClassName()})`, allowed, advice);
}

function isClassifierLayer(layer: layers.Layer): layer is ClassifierLayer {
  return typeof (layer as Partial<ClassifierLayer>).classifierMatrix === 'function';
}

function classifierOf(layer: layers.Layer): Tensor2D {
  return isClassifierLayer(layer)
    ? layer.classifierMatrix()
    : tidy(() => transpose(layer.getWeights()[0] as Tensor2D));
}

/** Output layers with a bottleneck multiply `e P + p`, not their input e. Known by their weights' names. */
function project(layer: layers.Layer, input: Tensor): Tensor {
  const weight = (name: string): Tensor | undefined =>
    layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === name)?.read();
  const [kernel, bias] = [weight('projection_kernel'), weight('projection_bias')];
  if (kernel === undefined) return input.clone();
  const projected = matMul(input, kernel);
  return bias === undefined ? projected : add(projected, bias);
}
