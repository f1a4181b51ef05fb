import { type JsonObject, ValueError } from '@argmaxable/core';

/** A layer as stored in a model.json. */
export interface SavedLayer {
  readonly name: string;
  readonly className: string;
  /** As in the file: keys in snake_case, or in camelCase. */
  readonly config: JsonObject;
  /** What it is applied to, for each application. */
  readonly inboundNodes: readonly unknown[];
}

/** One output of one application of a layer. */
export interface Reference {
  readonly layer: SavedLayer;
  readonly application: number;
  readonly output: number;
}

/** The layers of a saved model, and how they are connected. */
export interface SavedGraph {
  readonly name: string;
  readonly inputs: readonly SavedLayer[];
  readonly outputs: readonly Reference[];
  /**
   * The inputs of an application of a layer; null for the first layer of a sequence, whose input is that of
   * the sequence.
   */
  inputsOf(reference: Reference): readonly Reference[] | null;
}

/** Whether a layer is itself a model. */
export function isNestedModel({ config }: SavedLayer): boolean {
  return Array.isArray(config.layers);
}

/**
 * Reads a model, of tfjs or Keras 2 (`[[[layer, node, tensor, {}], ...]]`) or of Keras 3 (`keras_history`).
 *
 * @throws ValueError naming `model` if it is not a saved model, or refers to layers that are missing.
 */
export function readGraph({ name, className, config }: SavedLayer): SavedGraph {
  const layers = (Array.isArray(config.layers) ? config.layers : []).map((layer) => readLayer(layer));
  if (layers.length === 0) {
    throw new ValueError('model', `${name} (${className}) without layers`, 'a saved LayersModel', damaged);
  }
  return className === 'Sequential' ? sequenceOf(name, layers) : functionalOf(name, layers, config);
}

const damaged = 'The file is damaged, or not a model of layers.';

/** The JSON of one layer; the name may be only in its config. */
export function readLayer(json: unknown): SavedLayer {
  const { class_name, className, config, name, inbound_nodes, inboundNodes } = (json ?? {}) as JsonObject;
  const arguments_ = (Array.isArray(config) ? { layers: config as unknown[] } : (config ?? {})) as JsonObject;
  const kind = class_name ?? className;
  const nodes = inbound_nodes ?? inboundNodes;
  if (typeof kind !== 'string' || typeof arguments_ !== 'object') {
    throw new ValueError('model', json, 'made of layers with a class_name and a config', damaged);
  }
  return {
    name: [name, arguments_.name].find((given) => typeof given === 'string') ?? kind,
    className: kind,
    config: arguments_,
    inboundNodes: Array.isArray(nodes) ? (nodes as unknown[]) : [],
  };
}

function sequenceOf(name: string, layers: readonly SavedLayer[]): SavedGraph {
  const first = layers[0].className === 'InputLayer' ? layers[0] : inputOf(layers[0]);
  const before = new Map(layers.map((layer, i) => [layer, layers[i - 1]]));
  return {
    name,
    inputs: [first],
    outputs: [{ layer: layers[layers.length - 1], application: 0, output: 0 }],
    inputsOf({ layer }) {
      const last = before.get(layer);
      if (last) return [{ layer: last, application: 0, output: 0 }];
      return layer === first ? [] : [{ layer: first, application: 0, output: 0 }];
    },
  };
}

/** The input layer of a sequence for which the file has none. */
function inputOf({ name, config }: SavedLayer): SavedLayer {
  const shape = config.batch_input_shape ?? config.batchInputShape ?? config.batch_shape;
  return {
    name: `${name}_input`,
    className: 'InputLayer',
    config: { batch_input_shape: shape },
    inboundNodes: [],
  };
}

interface NamedReference {
  readonly name: string;
  readonly application: number;
  readonly output: number;
}

function functionalOf(name: string, layers: readonly SavedLayer[], config: JsonObject): SavedGraph {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const outputs = namedReferences(config.output_layers ?? config.outputLayers);
  let firstApplications: ReadonlyMap<string, number> | null = null;
  const resolved = ({ name, application, output }: NamedReference): Reference => {
    const layer = byName.get(name);
    if (!layer) throw new ValueError('model', name, 'made of layers that are all there', damaged);
    if (!isNestedModel(layer)) return { layer, application, output };
    // Some files count the applications of a nested model from 1, because its own graph has number 0 there.
    firstApplications ??= firstOf(
      [...outputs, ...layers.flatMap(({ inboundNodes }) => namedReferences(inboundNodes))],
      byName,
    );
    return { layer, application: application - (firstApplications.get(name) ?? 0), output };
  };
  return {
    name,
    inputs: namedReferences(config.input_layers ?? config.inputLayers).map((input) => resolved(input).layer),
    outputs: outputs.map(resolved),
    inputsOf: ({ layer, application }) => namedReferences(layer.inboundNodes[application]).map(resolved),
  };
}

/** The number of the first application of each layer. */
function firstOf(
  references: readonly NamedReference[],
  layers: ReadonlyMap<string, SavedLayer>,
): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  references.forEach(({ name, application }) => last.set(name, Math.max(last.get(name) ?? 0, application)));
  return new Map(
    [...last].map(([name, number]) => [
      name,
      Math.max(0, number - ((layers.get(name)?.inboundNodes.length ?? 1) - 1)),
    ]),
  );
}

/**
 * All references in a piece of JSON, in order: `[layer, node, tensor, kwargs]`, or tensors of Keras 3 with
 * their history.
 */
function namedReferences(json: unknown): NamedReference[] {
  const found: NamedReference[] = [];
  const stack: unknown[] = [json];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    const { class_name, className, config } = value as JsonObject;
    const history =
      (class_name ?? className) === '__keras_tensor__'
        ? ((config as JsonObject | undefined)?.keras_history ??
          (config as JsonObject | undefined)?.kerasHistory)
        : value;
    if (!isReference(history)) {
      // Without spread syntax: an array can be longer than the number of arguments of a call.
      const parts: unknown[] = Object.values(value);
      for (let i = parts.length; i-- > 0;) stack.push(parts[i]);
      continue;
    }
    const [name, application, output, keywords] = history;
    found.push({ name, application, output });
    if (history === value) stack.push(keywords);
  }
  return found;
}

function isReference(value: unknown): value is [string, number, number, unknown] {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1]) &&
    Number.isInteger(value[2])
  );
}
