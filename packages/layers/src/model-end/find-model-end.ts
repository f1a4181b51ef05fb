import { ValueError } from '@argmaxable/core';
import { appliedActivation } from './applied-activation.js';
import { checkNode, type LayerNode } from './nodes/layer-node.js';
import { isLinear, type LayerRole, roleOf } from './layer-role.js';
import { circleError } from './nodes/post-order.js';

/**
 * The end of a model: everything from its features to its output. Features are the last values that are not a
 * linear map of others.
 */
export interface ModelEnd {
  /** The layer whose matrix scores the labels. */
  readonly output: LayerNode;
  /** The activation applied to the scores last, by its name in `activations`; 'linear' if there is none. */
  readonly activation: string;
  /**
   * Linear layers in front of `output`, first applied first; without layers that do nothing at prediction.
   */
  readonly before: readonly LayerNode[];
  /** Layers after the scores that give each score a slope and an offset, first applied first. */
  readonly after: readonly LayerNode[];
  /**
   * All layers from the features to the model's output in order, including activations and those that do
   * nothing.
   */
  readonly chain: readonly LayerNode[];
  /**
   * The layer that gives the features, to which the first of `chain` is applied. `featureBounds` tells their
   * range.
   */
  readonly features: LayerNode;
}

/** What a model may end in. */
const allowedEnd =
  'a model that ends in a DFTOutput, BSLOutput, ETFOutput or Dense layer, possibly followed by layers of a slope and an ' +
  'offset for each label (LabelScale, BatchNormalization of the last axis), then by one activation, with Dropout ' +
  'anywhere, within TimeDistributed or nested models';

/**
 * Returns `end` if it is what `findModelEnd` gives.
 *
 * @throws ValueError naming `end` otherwise.
 */
export function checkEnd<T extends Pick<ModelEnd, 'features'>>(end: T): T {
  const { chain, before, after, output, features } = (end ?? {}) as Partial<ModelEnd>;
  const allowed = 'the end of a model, from findModelEnd';
  if (![chain, before, after].every(Array.isArray)) throw new ValueError('end', end, allowed);
  [output, features, ...chain!].forEach((node) => checkNode('end', node!));
  return end;
}

/** The error of `findModelEnd` for an undamaged model whose end it does not know. */
export class ModelEndError extends ValueError {
  constructor(given: string, advice?: string) {
    super('model', given, allowedEnd, advice);
  }
}

/**
 * Walks back from what gives a model's output to the layer that scores the labels, and on through the linear
 * layers in front of it.
 *
 * @param node The layer that gives the output: `nodeOfModel(model)` or `nodeOfTopology(...)`.
 * @throws ModelEndError, a ValueError naming `model`, for a model with another end: another layer, two
 *   activations, slopes after an activation; ValueError for a saved graph that is damaged.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { findModelEnd, LabelScale, nodeOfModel } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential();
 * model.add(layers.dense({ units: 8, inputShape: [3], activation: 'relu' }));
 * model.add(layers.dense({ units: 5, name: 'tags' }));
 * model.add(new LabelScale());
 * const { output, after } = findModelEnd(nodeOfModel(model));
 * console.log(output.name, after.length); // tags 1
 */
export function findModelEnd(node: LayerNode): ModelEnd {
  const seen = new Set<LayerNode>();
  const { output, activation, after, chain } = walkToScores(checkNode('node', node), seen);
  const front: LayerNode[] = [];
  let features = inputOf(output);
  while (isInFront(features)) {
    enter(features, seen);
    front.push(features);
    features = inputOf(features);
  }
  front.reverse();
  return { output, activation, before: front.filter(isLinear), after, chain: [...front, ...chain], features };
}

type ScoringEnd = Pick<ModelEnd, 'output' | 'activation'> & Record<'after' | 'chain', LayerNode[]>;

/** The part after the scores, found backwards from the output. */
function walkToScores(last: LayerNode, seen: Set<LayerNode>): ScoringEnd {
  const [after, chain]: LayerNode[][] = [[], []];
  let bending: LayerNode | null = null;
  for (let node = last; ; node = inputOf(node)) {
    enter(node, seen);
    chain.unshift(node);
    const role = roleOf(node);
    if (role === 'other') throw unknownEnd(node);
    if (isBending(node, role)) {
      if (bending !== null || after.length > 0) throw bentTwice(node, bending ?? after[0]);
      bending = node;
    }
    if (role === 'affine') after.unshift(node);
    if (role === 'scores') {
      return { output: node, activation: bending ? appliedActivation(bending).name : 'linear', after, chain };
    }
  }
}

function isBending(node: LayerNode, role: LayerRole): boolean {
  return (role === 'activation' || role === 'scores') && appliedActivation(node).name !== 'linear';
}

/**
 * Whether a layer in front forms one linear map with what follows: it has one input, and acts on the last
 * axis.
 */
function isInFront(node: LayerNode): boolean {
  return (isLinear(node) || roleOf(node) === 'identity') && node.inputs.length === 1;
}

function enter(node: LayerNode, seen: Set<LayerNode>): void {
  if (seen.has(node)) throw circleError(node.name);
  seen.add(node);
}

function inputOf(node: LayerNode): LayerNode {
  const { inputs } = node;
  if (inputs.length === 1) return inputs[0];
  const given = `${node.name} (${node.className}) with ${inputs.length} inputs at its end`;
  throw new ModelEndError(given);
}

function unknownEnd({ name, className }: LayerNode): ModelEndError {
  const advice =
    'To take another layer, end a tf.model at it, or give its matrix [labels, features] and bias directly.';
  return new ModelEndError(`${name} (${className}) at its end`, advice);
}

function bentTwice(node: LayerNode, next: LayerNode): ModelEndError {
  const given = `${node.name} with activation ${appliedActivation(node).name}, and ${next.name} (${next.className}) after it`;
  const advice =
    'End the model in the scores, with a tf.model that shares the layers, or remove the activation from all but the last.';
  return new ModelEndError(given, advice);
}
