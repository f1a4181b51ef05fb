import { ValueError } from '@argmaxable/core';
import { findModelEnd, layerInput, nodeOfModel, type OutputLayer } from '@argmaxable/layers';
import { add, matMul, slice, type Tensor, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core';
import { type layers, type LayersModel, model as makeModel } from '@tensorflow/tfjs-layers';

/** The features that the output layer of a model multiplies, and its classifier. */
export interface OutputFeatures {
  /**
   * Computes the features [size, d] of `size` examples from `start` on, as in prediction. The caller disposes
   * them.
   */
  features(x: readonly Tensor[], start: number, size: number): Tensor2D;
  /** Returns the classifier [labels, d] with its present values. The caller disposes it. */
  classifier(): Tensor2D;
}

/** A layer that gives its classifier, as those of @argmaxable/layers do. */
type ClassifierLayer = Pick<OutputLayer, 'classifierMatrix' | 'projection'>;

const allowed =
  'a dense layer or one with classifierMatrix(), such as BSLOutput, DFTOutput and ETFOutput, at the top level of the model';

/**
 * Finds the output layer of a model and what it multiplies.
 *
 * @param layer The layer, or its name; by default the layer that gives the model's scores, as `findModelEnd`
 *   of
 * @argmaxable/layers finds it.
 * @throws ValueError that names `layer`, if it is not a layer with a classifier.
 */
export function outputFeatures(model: LayersModel, layer?: string | layers.Layer): OutputFeatures {
  const found = layer === undefined ? lastLayer(model) : givenLayer(model, layer);
  return {
    features: (x, start, size) =>
      tidy(() => {
        const input = found.input(x.map((all) => slice(all, start, size)));
        if (input.rank !== 2) {
          const given = `${found.layer.name}, whose input is [${input.shape.join(', ')}]`;
          throw new ValueError('layer', given, 'a layer whose input is of shape [batch, features]');
        }
        return project(found.layer, input) as Tensor2D;
      }),
    classifier: () => classifierOf(found.layer),
  };
}

interface Found {
  readonly layer: layers.Layer;
  /** Computes the layer's input from the inputs of the model. */
  readonly input: (inputs: Tensor[]) => Tensor;
}

function lastLayer(model: LayersModel): Found {
  const { length } = model.outputs;
  const advice = 'Name the layer that scores the labels: layer: ...';
  if (length !== 1) {
    throw new ValueError('layer', undefined, `given for a model of ${length} outputs`, advice);
  }
  try {
    const { output } = findModelEnd(nodeOfModel(model));
    return { layer: output.layer!, input: layerInput(output) };
  } catch (error) {
    throw error instanceof ValueError ? new ValueError('layer', error.given, allowed, advice) : error;
  }
}

function givenLayer(model: LayersModel, layer: string | layers.Layer): Found {
  const found = model.layers.find((candidate) => candidate === layer || candidate.name === layer);
  if (found === undefined) {
    const names = model.layers.map(({ name }) => name).join(', ');
    throw new ValueError('layer', layer, `a layer of the model, or the name of one: ${names}`);
  }
  if (!isClassifierLayer(found) && found.getClassName() !== 'Dense') {
    const given = `${found.name} (${found.getClassName()})`;
    throw new ValueError('layer', given, allowed, 'Name the layer that scores the labels: layer: ...');
  }
  if (Array.isArray(found.input)) throw new ValueError('layer', found.name, 'a layer with one input');
  const inner = makeModel({ inputs: model.inputs, outputs: found.input });
  return { layer: found, input: (inputs) => inner.predictOnBatch(inputs) as Tensor };
}

function isClassifierLayer(layer: layers.Layer): layer is layers.Layer & ClassifierLayer {
  return typeof (layer as Partial<ClassifierLayer>).classifierMatrix === 'function';
}

function classifierOf(layer: layers.Layer): Tensor2D {
  return isClassifierLayer(layer)
    ? layer.classifierMatrix()
    : tidy(() => transpose(layer.getWeights()[0] as Tensor2D));
}

/**
 * Applies the projection of output layers with a bottleneck: their classifier multiplies `e P + p`, not their
 * input e.
 */
function project(layer: layers.Layer, input: Tensor): Tensor {
  const projection = isClassifierLayer(layer) ? (layer.projection?.() ?? null) : null;
  if (projection === null) return input.clone();
  return add(matMul(input, projection.kernel), projection.bias);
}
