import { checkInteger, ValueError } from '@argmaxable/core';
import type { LayerNode, StoredWeight } from '../nodes/layer-node.js';
import { circleError, postOrder } from '../nodes/post-order.js';
import {
  isNestedModel,
  readGraph,
  readLayer,
  type Reference,
  type SavedGraph,
  type SavedLayer,
} from './saved-graph.js';
import { savedShape } from './saved-shape.js';
import { SavedWeights, type WeightArtifacts } from './saved-weights.js';

/** A saved model, and the place where another model applies it. */
interface Scope {
  readonly graph: SavedGraph;
  readonly weights: SavedWeights;
  /** The number of the application, and the scope of the outer model; null for the whole model. */
  readonly place: { readonly reference: Reference; readonly around: Scope } | null;
  /** The names of the nested model and of the models that contain it. */
  readonly models: readonly string[];
  readonly distributed: boolean;
  readonly nodes: Map<string, SavedNode>;
  readonly nested: Map<string, Scope>;
  /**
   * How many nested models may still be entered: if a model is applied twice, and within it another twice,
   * and so on, the number of applications grows exponentially.
   */
  readonly budget: { left: number };
}

/** Most applications of nested models that are entered. */
const mostNested = 10_000;

/**
 * The layer that gives the output of a saved model, without loading the model: layers that are not known here
 * do not matter.
 *
 * @param topology `modelTopology` of a model.json, of tfjs, Keras 2 or Keras 3.
 * @param weights `weightSpecs` and `weightData`, in any order. Each weight is decoded when it is read.
 * @param output Which of the model's outputs; needed if there are several.
 * @throws ValueError naming `model` if it is not a model of layers; some errors are thrown later, when its
 *   layers are read.
 *
 * @example
 * import { findModelEnd, nodeOfTopology } from '@argmaxable/layers';
 * const dense = { class_name: 'Dense', config: { name: 'tags', units: 5, batch_input_shape: [null, 3] } };
 * const topology = { class_name: 'Sequential', config: { name: 'model', layers: [dense] } };
 * console.log(findModelEnd(nodeOfTopology(topology, {})).output.name); // tags
 */
export function nodeOfTopology(topology: object, weights: WeightArtifacts, output?: number): LayerNode {
  if (typeof topology !== 'object' || topology === null) {
    throw new ValueError('topology', topology, 'the modelTopology of a model.json, an object');
  }
  const json = topology as { model_config?: unknown; modelConfig?: unknown };
  const graph = readGraph(readLayer(json.model_config ?? json.modelConfig ?? json));
  const { outputs } = graph;
  if (outputs.length === 0 || (output === undefined && outputs.length > 1)) {
    throw new ValueError('model', `${outputs.length} outputs`, 'a model with one output');
  }
  const place = checkInteger('output', output === undefined ? 0 : output, {
    min: 0,
    max: outputs.length - 1,
  });
  const shared = { weights: new SavedWeights(weights), place: null, models: [], distributed: false };
  const budget = { left: mostNested };
  return savedNode(outputs[place], { ...shared, graph, nodes: new Map(), nested: new Map(), budget });
}

/**
 * The layer that a reference names: it leaves nested models by their inputs, enters them by their outputs,
 * and looks into wrappers.
 */
function savedNode(reference: Reference, scope: Scope): SavedNode {
  const seen = new Set<string>();
  for (;;) {
    const { layer, wrappers } = unwrap(reference.layer);
    const key = `${reference.layer.name}/${reference.application}/${reference.output}`;
    const input = scope.graph.inputs.indexOf(layer);
    if (input >= 0 && scope.place !== null) {
      const { reference: application, around } = scope.place;
      const inputs: readonly Reference[] = around.graph.inputsOf(application) ?? [];
      if (inputs[input] === undefined) {
        throw new ValueError('model', `${layer.name} without an input`, 'a graph of connected layers');
      }
      [reference, scope] = [inputs[input], around];
      continue;
    }
    if (!isNestedModel(layer)) {
      let node = scope.nodes.get(key);
      if (!node) scope.nodes.set(key, (node = new SavedNode(reference, layer, wrappers, scope)));
      return node;
    }
    // A damaged file may contain a model that passes its input on and is its own input.
    const path = [...scope.models, key].join(' ');
    if (seen.has(path)) throw circleError(layer.name);
    seen.add(path);
    scope = nestedScope(scope, key, reference, layer, wrappers.length > 0);
    const inner = scope.graph.outputs[reference.output];
    if (inner === undefined) {
      throw new ValueError(
        'model',
        `${layer.name} without output ${reference.output}`,
        'a graph of connected layers',
      );
    }
    reference = inner;
  }
}

function nestedScope(
  around: Scope,
  key: string,
  reference: Reference,
  layer: SavedLayer,
  wrapped: boolean,
): Scope {
  let scope = around.nested.get(key);
  if (!scope) {
    if (around.budget.left-- === 0) {
      const given = `more than ${mostNested} applications of nested models`;
      throw new ValueError('model', given, 'one that can be looked through');
    }
    scope = {
      graph: readGraph(layer),
      weights: around.weights,
      place: { reference, around },
      models: [...around.models, layer.name],
      distributed: around.distributed || wrapped,
      nodes: new Map(),
      nested: new Map(),
      budget: around.budget,
    };
    around.nested.set(key, scope);
  }
  return scope;
}

function unwrap(layer: SavedLayer): { layer: SavedLayer; wrappers: string[] } {
  const wrappers: string[] = [];
  while (layer.className === 'TimeDistributed') {
    wrappers.push(layer.name);
    layer = readLayer(layer.config.layer);
  }
  return { layer, wrappers };
}

class SavedNode implements LayerNode {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly layer = null;
  readonly outputIndex: number;
  private ownInputs: readonly SavedNode[] | undefined;
  private ownShape: LayerNode['shape'] | undefined;

  constructor(
    private readonly reference: Reference,
    layer: SavedLayer,
    private readonly wrappers: readonly string[],
    private readonly scope: Scope,
  ) {
    this.name = layer.name;
    this.className = layer.className;
    this.config = camelCased(layer.config) as Record<string, unknown>;
    this.outputIndex = reference.output;
  }

  get inputs(): readonly SavedNode[] {
    return (this.ownInputs ??= (this.scope.graph.inputsOf(this.reference) ?? []).map((reference) =>
      savedNode(reference, this.scope),
    ));
  }

  get shape(): LayerNode['shape'] {
    if (this.ownShape === undefined) {
      postOrder<SavedNode>(this, (node) => (node.ownShape === undefined ? node.inputs : [])).forEach(
        (node) => {
          node.ownShape ??= node.inferredShape();
        },
      );
    }
    return this.ownShape!;
  }

  get inputRank(): number | null {
    const rank = this.inputs.length === 0 ? undefined : this.inputs[0].shape?.length;
    // Inside a wrapped model the layers in front may or may not have one axis more; this is not known here.
    return rank === undefined || this.scope.distributed ? null : rank - this.wrappers.length;
  }

  weight(name: string): Promise<StoredWeight | null> {
    const { name: layer, wrappers, scope } = this;
    return scope.weights.read(name, { layer, wrappers, models: scope.models });
  }

  private inferredShape(): LayerNode['shape'] {
    const inputs = this.inputs.map(({ ownShape }) => ownShape ?? null);
    const { wrappers, className, config } = this;
    if (wrappers.length === 0) return savedShape(className, config, inputs);
    const steps = wrappers.length;
    const inner = inputs.map((shape) => shape && [shape[0], ...shape.slice(1 + steps)]);
    const shape = savedShape(className, config, inner);
    return shape && inputs[0] ? [shape[0], ...inputs[0].slice(1, 1 + steps), ...shape.slice(1)] : null;
  }
}

/**
 * Config as tfjs reads it: keys in camelCase, a few levels down; values such as that of `data_format` too.
 */
function camelCased(value: unknown, levels = 8): unknown {
  if (typeof value !== 'object' || value === null || levels === 0) return value;
  if (Array.isArray(value)) {
    return typeof value[0] === 'object' ? value.map((item) => camelCased(item, levels - 1)) : value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      toCamelCase(key),
      camelCased(enumerated(key, item), levels - 1),
    ]),
  );
}

/** Values that tfjs writes in camelCase too. */
function enumerated(key: string, value: unknown): unknown {
  const isChoice =
    typeof value === 'string' && /data_?format|interpolation|merge_?mode|recurrent_?activation/i.test(key);
  return isChoice ? toCamelCase(value) : value;
}

function toCamelCase(name: string): string {
  return name.replace(/(?<=[^_])_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
