import { checkInteger, checkTensor, ValueError } from '@argmaxable/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type layers, LayersModel, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { checkNode, type LayerNode, type StoredWeight, weightPart } from './layer-node.js';

/** A model, and the place where another model applies it. */
interface Scope {
  readonly model: LayersModel;
  /** Its outputs there, and the scope of the outer model; null for the whole model. */
  readonly place: { readonly output: SymbolicTensor; readonly around: Scope } | null;
  /** Whether a TimeDistributed wrapper applies it. */
  readonly distributed: boolean;
  readonly nodes: Map<SymbolicTensor, LiveNode>;
  readonly nested: Map<SymbolicTensor, Scope>;
}

/**
 * The layer that gives a model's output, from which all others are found.
 *
 * @param output Which of the model's outputs; needed if there are several.
 * @throws ValueError naming `model` for one that is not built or has no such output.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { findModelEnd, nodeOfModel } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 5, inputShape: [3], activation: 'sigmoid' })] });
 * const end = findModelEnd(nodeOfModel(model));
 * console.log(end.output.name, end.activation); // dense_Dense1 sigmoid
 */
export function nodeOfModel(model: LayersModel, output?: number): LayerNode {
  const outputs = (model as LayersModel | null)?.outputs;
  if (!Array.isArray(outputs) || outputs.length === 0 || !outputs.every(isSymbolic)) {
    const advice = 'Build the model first: give its first layer an inputShape.';
    throw new ValueError('model', model, 'a built LayersModel with an output', advice);
  }
  if (output === undefined && outputs.length > 1) {
    const advice =
      'Take one output at a time: tf.model({ inputs: model.inputs, outputs: model.outputs[0] }).';
    throw new ValueError('model', `${outputs.length} outputs`, 'a model with one output', advice);
  }
  const tensor =
    outputs[checkInteger('output', output === undefined ? 0 : output, { min: 0, max: outputs.length - 1 })];
  const scope = { model, place: null, distributed: false, nodes: new Map(), nested: new Map() };
  return liveNode(tensor, scope);
}

function isSymbolic(tensor: unknown): boolean {
  const { sourceLayer } = (tensor ?? {}) as Partial<SymbolicTensor>;
  return typeof (sourceLayer as Partial<layers.Layer> | undefined)?.getClassName === 'function';
}

/**
 * The layer that gives a tensor: it leaves nested models by their inputs, enters them by their outputs, and
 * looks into wrappers.
 */
function liveNode(tensor: SymbolicTensor, scope: Scope): LiveNode {
  for (;;) {
    const input = scope.model.inputs.indexOf(tensor);
    if (input >= 0 && scope.place !== null) {
      tensor = scope.place.output.inputs[input];
      scope = scope.place.around;
      continue;
    }
    const { layer, wrappers } = unwrap(tensor.sourceLayer);
    if (!(layer instanceof LayersModel)) {
      let node = scope.nodes.get(tensor);
      if (!node) scope.nodes.set(tensor, (node = new LiveNode(tensor, layer, wrappers, scope)));
      return node;
    }
    const index = tensor.outputTensorIndex ?? 0;
    scope = nestedScope(scope, tensor, layer, wrappers > 0);
    tensor = layer.outputs[index];
  }
}

function nestedScope(around: Scope, output: SymbolicTensor, model: LayersModel, distributed: boolean): Scope {
  let scope = around.nested.get(output);
  if (!scope) {
    scope = { model, place: { output, around }, distributed, nodes: new Map(), nested: new Map() };
    around.nested.set(output, scope);
  }
  return scope;
}

function unwrap(layer: layers.Layer): { layer: layers.Layer; wrappers: number } {
  let wrappers = 0;
  for (; layer.getClassName() === 'TimeDistributed'; wrappers++) {
    layer = (layer as unknown as { layer: layers.Layer }).layer;
  }
  return { layer, wrappers };
}

class LiveNode implements LayerNode {
  readonly name: string;
  readonly className: string;
  readonly outputIndex: number;
  readonly shape: readonly (number | null)[];
  readonly inputRank: number | null;
  private ownConfig: Readonly<Record<string, unknown>> | undefined;
  private ownInputs: readonly LayerNode[] | undefined;

  constructor(
    readonly tensor: SymbolicTensor,
    readonly layer: layers.Layer,
    readonly wrappers: number,
    readonly scope: Scope,
  ) {
    this.name = layer.name;
    this.className = layer.getClassName();
    this.outputIndex = tensor.outputTensorIndex ?? 0;
    this.shape = tensor.shape;
    this.inputRank = tensor.inputs.length === 0 ? null : tensor.inputs[0].shape.length - wrappers;
  }

  get config(): Readonly<Record<string, unknown>> {
    return (this.ownConfig ??= this.layer.getConfig());
  }

  get inputs(): readonly LayerNode[] {
    return (this.ownInputs ??= this.tensor.inputs.map((tensor) => liveNode(tensor, this.scope)));
  }

  async weight(name: string): Promise<StoredWeight | null> {
    const tensor = this.layer.weights.find(({ originalName }) => weightPart(originalName) === name)?.read();
    return tensor === undefined ? null : { values: await tensor.data<'float32'>(), shape: tensor.shape };
  }
}

/**
 * What a layer of a live model is applied to, for given inputs of the model, computed as in prediction.
 *
 * @param node A layer with one input: the result of `nodeOfModel`, or a node reached from it.
 * @returns A function of the model's inputs, one tensor for each, each [batch, ...], to the layer's input,
 *   which the caller disposes.
 * @throws ValueError naming `node` for a saved layer, several inputs, and a layer in a TimeDistributed model.
 */
export function layerInput(node: LayerNode): (inputs: Tensor[]) => Tensor {
  checkNode('node', node);
  if (!(node instanceof LiveNode)) throw new ValueError('node', node.name, 'a layer of a live model');
  const { tensor, scope } = node;
  if (tensor.inputs.length !== 1) {
    throw new ValueError('node', `${node.name} of ${tensor.inputs.length} inputs`, 'a layer of one input');
  }
  const steps: LayersModel[] = [];
  let wanted = tensor.inputs;
  for (let at: Scope = scope; ; at = at.place.around) {
    steps.unshift(makeModel({ inputs: at.model.inputs, outputs: wanted }));
    if (at.place === null) break;
    if (at.distributed) {
      throw new ValueError(
        'node',
        `${node.name} in a TimeDistributed model`,
        'a layer outside of such models',
      );
    }
    wanted = at.place.output.inputs;
  }
  const { length } = steps[0].inputs;
  return (inputs) => {
    if (!Array.isArray(inputs) || inputs.length !== length) {
      throw new ValueError(
        'inputs',
        inputs,
        `an array of ${length} tensors, one for each input of the model`,
      );
    }
    inputs.forEach((input, i) => checkTensor(`inputs[${i}]`, input));
    let tensors = inputs;
    steps.forEach((step, i) => {
      const made = [step.predictOnBatch(tensors)].flat();
      if (i > 0) tensors.forEach((used) => used.dispose());
      tensors = made;
    });
    return tensors[0];
  };
}
