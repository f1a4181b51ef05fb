import { type Guarantee, isOutputLayer } from '@argmaxable/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LabelSetInput } from './label-set-input.js';
import { type FoundLayer, findOutputLayer, readOutputLayer } from './output-layer.js';
import { type LabelSetResult, VerifyReport } from './report.js';
import { verifyMatrix, type VerifyOptions } from './verify-matrix.js';

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
export async function verify(model: LayersModel, options: VerifyModelOptions = {}): Promise<VerifyReport> {
  const started = performance.now();
  const { labelSets, box, ...verifyOptions } = options;
  const found = findOutputLayer(model, options.rule);
  const { weights, bias, dispose } = await readOutputLayer(found.layer);
  try {
    const report = await verifyMatrix({ weights, bias, box }, labelSets, verifyOptions);
    const guarantee = isOutputLayer(found.layer) ? found.layer.guarantee() : null;
    return new VerifyReport({
      ...report,
      distinct: guarantee ? withGuarantee(report.distinct, guarantee) : report.distinct,
      milliseconds: performance.now() - started,
      outputLayer: describe(found, weights.shape, bias !== null),
      guarantee: guarantee?.statement ?? null,
    });
  } finally {
    dispose();
  }
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
