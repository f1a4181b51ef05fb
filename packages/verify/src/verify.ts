import { checkInteger } from '@argmaxable/core';
import { type Guarantee, isOutputLayer } from '@argmaxable/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readClassifier } from './classifier.js';
import type { LabelSetInput } from './label-set-input.js';
import { type FoundLayer, findOutputLayer, readOutputLayer } from './output-layer.js';
import { rankOf } from './rank.js';
import { reachOf, type SampledReach, sampledReach } from './reachability.js';
import { ReachabilityReport } from './reachability-report.js';
import { type LabelSetResult, VerifyReport } from './report.js';
import { sampleLabelSets } from './sample-label-sets.js';
import { verifyMatrix, type VerifyOptions } from './verify-matrix.js';

/** Options of `verify` without label sets. */
export interface ReachabilityOptions extends Omit<VerifyOptions, 'shard' | 'certificates' | 'onProgress'> {
  labelSets?: undefined;
  rule?: 'sign' | 'topK';
  /** R; see `VerifyModelOptions`. */
  box?: number;
  /** How many active labels the random label sets have: those of 1, 2, 3, 5 and 10 that fit, by default. */
  k?: number | readonly number[];
  /** Random label sets of each size; 100 by default. */
  samples?: number;
  /** What they are drawn from; 'argmaxable' by default. */
  seed?: string;
}

export interface VerifyModelOptions extends VerifyOptions {
  /** The label sets to decide: see `LabelSetInput`. Rule 'argmax' needs none. */
  labelSets?: LabelSetInput;
  /** R > 0: features of the output layer with |x_j| <= R are considered; 1 by default. It matters where there is a bias. */
  box?: number;
}

/**
 * Which label sets can a trained model predict? Finds the model's output layer and decides each different set once, with a
 * certificate, as `verifyMatrix` does.
 *
 * The output layer is the model's last: a `DFTOutput`, `BSLOutput`, `ETFOutput` or `Dense`, seen through Activation and
 * Dropout layers after it, TimeDistributed wrappers and nested models; `report.outputLayer` says which it was. A label is
 * predicted where its score z_i, before the activation, is above 0; that is an output above 0 for linear, tanh and softsign,
 * above 0.5 for sigmoid and hardSigmoid; the rules 'topK' and 'argmax' look at the order of scores instead, which softmax, too,
 * keeps. Any x in the box counts, whether or not the layers before can produce it: an
 * 'unargmaxable' set is out of the model's reach (with a bias: for features in the box), an 'argmaxable' one is
 * within reach of its output layer.
 *
 * For this project's layers `result.guaranteed` says whether the layer's theorem covers the set. It speaks of the ideal
 * matrix in exact arithmetic, `verdict` of the float32 numbers as stored: a region can be thinner than their rounding,
 * so that a guaranteed set is 'unargmaxable' or 'undecided' as stored, and a set without a guarantee may well be 'argmaxable'.
 *
 * @param model A built model with one output. Its weights are read as they are, float32, and computed with in float64.
 * @param options `labelSets`, and as for `verifyMatrix`: `box`, `mode`, `rule`, `thresholds`, `eps`, `onProgress`, `signal`, `locateFile`.
 * @throws ValueError (as a rejection) for a model without a suitable last layer or with an activation that hides the
 *   scores' signs (softmax, relu, ...), and as `verifyMatrix` does.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { verify } from '@argmaxable/verify';
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 20, inputShape: [3], useBias: false })] });
 * const report = await verify(model, { labelSets: [[0], [3, 7], [3, 7]] });
 * console.log(String(report));
 */
export function verify(model: LayersModel, options: VerifyModelOptions): Promise<VerifyReport>;
/**
 * What the output layer of a model can predict at all: what holds by construction, the rank of its matrix and of the projection
 * in front, Cover's count of reachable label sets, and the share of random sets of a few sizes, with its confidence interval.
 *
 * @param options `k`, `samples`, `seed`; and of `verify`: `rule` ('sign' or 'topK'), `thresholds`, `box`, `mode`, `eps`, `timeLimit`, ...
 *
 * @example
 * import { verify } from '@argmaxable/verify';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 40, inputShape: [8], useBias: false })] });
 * console.log(String(await verify(model, { k: [1, 5], samples: 50 })));
 */
export function verify(model: LayersModel, options?: ReachabilityOptions): Promise<ReachabilityReport>;
export async function verify(
  model: LayersModel,
  options: VerifyModelOptions | ReachabilityOptions = {},
): Promise<VerifyReport | ReachabilityReport> {
  const found = findOutputLayer(model, options.rule);
  const read = await readOutputLayer(found.layer);
  try {
    return options.labelSets === undefined && options.rule !== 'argmax'
      ? await explore(found, read, options as ReachabilityOptions)
      : await verifySets(found, read, options);
  } finally {
    read.dispose();
  }
}

type Read = Awaited<ReturnType<typeof readOutputLayer>>;

async function verifySets(
  found: FoundLayer,
  { weights, bias }: Read,
  { labelSets, box, ...options }: VerifyModelOptions,
): Promise<VerifyReport> {
  const started = performance.now();
  const report = await verifyMatrix({ weights, bias, box }, labelSets, options);
  const guarantee = isOutputLayer(found.layer) ? found.layer.guarantee() : null;
  return new VerifyReport({
    ...report,
    distinct: guarantee ? withGuarantee(report.distinct, guarantee) : report.distinct,
    milliseconds: performance.now() - started,
    outputLayer: describe(found, weights.shape, bias !== null),
    guarantee: guarantee?.statement ?? null,
  });
}

async function explore(
  found: FoundLayer,
  { weights, bias }: Read,
  options: ReachabilityOptions,
): Promise<ReachabilityReport> {
  const { box, k, samples = 100, seed = 'argmaxable', ...verifyOptions } = options;
  checkInteger('samples', samples, { min: 1 });
  const classifier = await readClassifier({ weights, bias, box });
  const { numLabels } = classifier;
  const reach = reachOf(classifier);
  const sizes = k === undefined ? [1, 2, 3, 5, 10].filter((size) => size <= numLabels) : [k].flat();
  const sampled: SampledReach[] = [];
  for (const size of sizes) {
    const sets = sampleLabelSets(numLabels, size, samples, seed);
    sampled.push(sampledReach(await verifyMatrix({ weights, bias, box }, sets, verifyOptions), reach, size));
  }
  const guarantee = isOutputLayer(found.layer) ? found.layer.guarantee() : null;
  return new ReachabilityReport({
    ...reach,
    outputLayer: describe(found, weights.shape, bias !== null),
    guarantee: guarantee?.statement ?? null,
    projection: projectionOf(found.layer),
    sampled,
    seed,
  });
}

/** The projection that an output layer has in front, known by its weight's name. */
function projectionOf(layer: FoundLayer['layer']): ReachabilityReport['data']['projection'] {
  const kernel = layer.weights.find(({ originalName }) => originalName.endsWith('projection_kernel'))?.read();
  if (kernel === undefined) return null;
  const [inputs, features] = kernel.shape as [number, number];
  const rank = rankOf(Float64Array.from(kernel.dataSync()), inputs, features);
  return { inputs, rank, surjective: rank === features };
}

function withGuarantee(distinct: readonly LabelSetResult[], guarantee: Guarantee): LabelSetResult[] {
  return distinct.map((result) => ({ ...result, guaranteed: guarantee.covers(result.labels) }));
}

function describe(
  { layer, activation }: FoundLayer,
  [numLabels, numFeatures]: readonly [number, number],
  hasBias: boolean,
): string {
  const parts = [layer.getClassName(), `${numLabels} labels`, `${numFeatures} features`];
  if (hasBias) parts.push('bias');
  if (activation !== 'linear') parts.push(activation);
  return `${layer.name} (${parts.join(', ')})`;
}
