import type { JsonObject } from '@argmaxable/core';

/**
 * Checks a layers model's topology before tfjs builds it. tfjs waits forever if layers depend on themselves,
 * and allocates memory for the sizes in the topology before it finds that the weights do not fit.
 */

/**
 * The most applications of layers; layers in a nested model count each time that the model is applied. tfjs
 * processes them one by one.
 */
const mostApplications = 100_000;

/**
 * Checks a topology.
 *
 * @param topology `modelTopology` of a layers model; a graph model is not checked.
 * @param numWeights How many numbers the weight files have; null if there are no weight files.
 * @throws Error if layers depend on themselves or on missing layers, are applied too many times, or need more
 *   weights than the files have. The caller adds the name of the file.
 */
export function checkTopology(topology: unknown, numWeights: number | null): void {
  const whole = jsonObjectOf(topology);
  const model = toLayer(whole.model_config ?? whole.modelConfig ?? whole);
  if (model.layers === null) return;
  if (applicationsOf(model) > mostApplications) {
    throw new Error(
      `layers are applied more than ${mostApplications} times, those in nested models each time`,
    );
  }
  if (numWeights === null) return;
  const least = leastWeights(model);
  if (least > numWeights) {
    throw new Error(`the layers need at least ${least} weights, but the weight files have ${numWeights}`);
  }
}

interface TopologyLayer {
  readonly name: string;
  readonly className: string;
  readonly config: JsonObject;
  /** The inputs of each application. */
  readonly inbound: readonly unknown[];
  /** The layers of a nested model. */
  readonly layers: readonly TopologyLayer[] | null;
}

function jsonObjectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

function toLayer(value: unknown): TopologyLayer {
  const json = jsonObjectOf(value);
  const config: JsonObject = Array.isArray(json.config)
    ? { layers: json.config as unknown[] }
    : jsonObjectOf(json.config);
  const { layers } = config;
  const inbound = json.inbound_nodes ?? json.inboundNodes;
  return {
    name: String(json.name ?? config.name),
    className: String(json.class_name ?? json.className),
    config,
    inbound: Array.isArray(inbound) ? (inbound as unknown[]) : [],
    layers: Array.isArray(layers) ? layers.map(toLayer) : null,
  };
}

/**
 * Counts the layers that are applied when the model is applied, including those in nested models, and checks
 * each graph.
 */
function applicationsOf({ name, className, layers, config }: TopologyLayer): number {
  if (layers === null) return 1;
  if (className !== 'Sequential') checkConnected(name, layers, config);
  return layers.reduce((sum, layer) => sum + Math.max(1, layer.inbound.length) * applicationsOf(layer), 0);
}

/** One application of a layer, and the number of its inputs that are not computed yet. */
interface Application {
  readonly name: string;
  waitsFor: number;
}

/**
 * Applies layers in the order of tfjs, each when all its inputs are computed. tfjs would wait forever for
 * layers that are left.
 */
function checkConnected(model: string, layers: readonly TopologyLayer[], config: JsonObject): void {
  const made = new Map<string, number>();
  const waiting = new Map<string, Application[]>();
  const ready: Application[] = [];
  let left = 0;
  // Input layers and nested models have one application at the start.
  for (const { name, inbound, layers: nested } of layers) {
    made.set(name, inbound.length === 0 || nested !== null ? 1 : 0);
  }
  for (const { name, inbound } of layers) {
    for (const application of inbound) {
      const references = referencesOf(application);
      if (references.length === 0) continue;
      left++;
      const one: Application = { name, waitsFor: 0 };
      for (const [from, index] of references) {
        if (!made.has(from)) {
          throw new Error(`the layer ${quoted(name)} has the input ${quoted(from)}, which does not exist`);
        }
        if (index < made.get(from)!) continue;
        one.waitsFor++;
        const key = `${index} ${from}`;
        if (!waiting.has(key)) waiting.set(key, []);
        waiting.get(key)!.push(one);
      }
      if (one.waitsFor === 0) ready.push(one);
    }
  }
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    left--;
    const index = made.get(next.name)!;
    made.set(next.name, index + 1);
    for (const one of waiting.get(`${index} ${next.name}`) ?? []) if (--one.waitsFor === 0) ready.push(one);
  }
  if (left > 0) {
    const [stuck] = [...waiting.values()].flat().filter(({ waitsFor }) => waitsFor > 0);
    throw new Error(
      `the layer ${quoted(stuck.name)} of the model ${quoted(model)} depends on itself, or on a missing layer`,
    );
  }
  for (const [name] of referencesOf(config.output_layers ?? config.outputLayers)) {
    if (!made.has(name)) throw new Error(`the output ${quoted(name)} is not among the layers`);
  }
}

/**
 * Reads references to layers: `[layer, application, output, ...]` as tfjs and Keras 2 write them, and the
 * history of Keras 3's tensors.
 */
function referencesOf(json: unknown): [name: string, application: number][] {
  const found: [string, number][] = [];
  const stack: unknown[] = [json];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isReference(value)) {
      found.push([value[0], value[1]]);
      continue;
    }
    for (const part of Object.values(value)) stack.push(part);
  }
  return found;
}

function isReference(value: unknown): value is [name: string, application: number, output: number] {
  return (
    Array.isArray(value) && typeof value[0] === 'string' && value.slice(1, 3).every(Number.isSafeInteger)
  );
}

/** Computes the smallest number of weights that the layers can have, as far as their own sizes show it. */
function leastWeights({ className, config, layers }: TopologyLayer): number {
  if (layers !== null) return layers.reduce((sum, layer) => sum + leastWeights(layer), 0);
  const own = Object.hasOwn(leastWeightsByClass, className)
    ? leastWeightsByClass[className](sizesOf(config))
    : 0;
  const within = [config.layer, config.cell, config.cells].flat().filter((part) => part !== undefined);
  return within.reduce((sum: number, part) => sum + leastWeights(toLayer(part)), own);
}

type SizeByName = (name: string) => number;

const units = (size: SizeByName): number => size('units') * size('input');
/** The number of weights of a matrix that is a product of two factors. */
const factors = (size: SizeByName): number => size('features') * (size('units') + size('input'));
const recurrent = (gates: number) => (size: SizeByName) => gates * size('units') * size('units');
const convolution = (size: SizeByName): number => size('filters') * size('kernel_size');

const leastWeightsByClass: Readonly<Record<string, (size: SizeByName) => number>> = {
  ...{ Dense: units, DFTOutput: () => 0, BSLOutput: factors, ETFOutput: () => 0 },
  Embedding: (size) => size('input_dim') * size('output_dim'),
  ...{ LSTM: recurrent(4), GRU: recurrent(3), SimpleRNN: recurrent(1) },
  ...{ LSTMCell: recurrent(4), GRUCell: recurrent(3), SimpleRNNCell: recurrent(1) },
  ...{ Conv1D: convolution, Conv2D: convolution, Conv3D: convolution },
  ...{ Conv2DTranspose: convolution, Conv3DTranspose: convolution, ConvLSTM2D: convolution },
  ...{
    SeparableConv2D: (size: SizeByName) => size('filters'),
    DepthwiseConv2D: (size: SizeByName) => size('kernel_size'),
  },
};

/**
 * Returns the sizes in a config by name; several numbers are multiplied, and a missing size is 1. `input` is
 * the size of its own input shape.
 */
function sizesOf(config: JsonObject): SizeByName {
  return (name) => {
    if (name === 'input') {
      const shape = config.batch_input_shape ?? config.batchInputShape;
      return Array.isArray(shape) ? productOfSizes(shape.slice(-1)) : 1;
    }
    const camelCase = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return productOfSizes([config[name] ?? config[camelCase]].flat());
  };
}

function productOfSizes(values: readonly unknown[]): number {
  return values.reduce(
    (all: number, value) => all * (typeof value === 'number' && value >= 0 ? value : 1),
    1,
  );
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}...` : name);
}
