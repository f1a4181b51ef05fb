import { isOutputLayer } from '@argmaxable/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ClassifierInput } from './classifier.js';
import { decideLabelSets } from './decide-label-sets.js';
import { explore } from './explore.js';
import { withGuarantee } from './guarantee.js';
import type { LabelSetInput } from './label-set-input.js';
import { type FoundLayer, findOutputLayer, readOutputLayer } from './output-layer.js';
import { rankOf } from './rank.js';
import { ReachabilityReport } from './reachability-report.js';
import { VerifyReport } from './report.js';
import { type ReachabilityOptions, type VerifyOptions, withoutLabelSets } from './verify-options.js';

interface Box {
  /** R > 0: features of the output layer with |x_j| <= R are considered; 1 by default. It matters where there is a bias. */
  box?: number;
}

/** Options of `verify` with label sets, see `LabelSetInput`; rule 'argmax' needs none. */
export type VerifyModelOptions = VerifyOptions &
  Box &
  ({ labelSets: LabelSetInput } | { labelSets?: undefined; rule: 'argmax' });

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
export function verify(
  model: LayersModel,
  options?: ReachabilityOptions & Box & { labelSets?: undefined },
): Promise<ReachabilityReport>;
export async function verify(
  model: LayersModel,
  {
    labelSets,
    box,
    ...options
  }: VerifyModelOptions | (ReachabilityOptions & Box & { labelSets?: undefined }) = {},
): Promise<VerifyReport | ReachabilityReport> {
  const found = findOutputLayer(model, options.rule);
  const { weights, bias, dispose } = await readOutputLayer(found.layer);
  const classifier = { weights, bias, box };
  const outputLayer = describe(found, weights.shape, bias !== null);
  try {
    return withoutLabelSets(labelSets, options)
      ? await exploreLayer(found.layer, outputLayer, classifier, options)
      : await verifySets(found.layer, outputLayer, classifier, labelSets, options);
  } finally {
    dispose();
  }
}

async function verifySets(
  layer: FoundLayer['layer'],
  outputLayer: string,
  classifier: ClassifierInput,
  labelSets: LabelSetInput | undefined,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const started = performance.now();
  const report = await decideLabelSets(classifier, labelSets, options);
  return new VerifyReport({
    ...report,
    distinct: isOutputLayer(layer) ? await withGuarantee(report, layer, options) : report.distinct,
    milliseconds: performance.now() - started,
    outputLayer,
    guarantee: statementOf(layer),
  });
}

async function exploreLayer(
  layer: FoundLayer['layer'],
  outputLayer: string,
  classifier: ClassifierInput,
  options: ReachabilityOptions,
): Promise<ReachabilityReport> {
  const { data } = await explore(classifier, options);
  return new ReachabilityReport({
    ...data,
    outputLayer,
    guarantee: statementOf(layer),
    projection: projectionOf(layer),
  });
}

function statementOf(layer: FoundLayer['layer']): string | null {
  return isOutputLayer(layer) ? layer.guarantee().statement : null;
}

/** The projection that an output layer has in front, known by its weight's name. */
function projectionOf(layer: FoundLayer['layer']): ReachabilityReport['data']['projection'] {
  const kernel = layer.weights.find(({ originalName }) => originalName.endsWith('projection_kernel'))?.read();
  if (kernel === undefined) return null;
  const [inputs, features] = kernel.shape as [number, number];
  const rank = rankOf(Float64Array.from(kernel.dataSync()), inputs, features);
  return { inputs, rank, surjective: rank === features };
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
