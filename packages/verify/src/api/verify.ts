import { isOutputLayer } from '@argmaxable/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { confirmation } from '../deciding/confirmation.js';
import { decideLabelSets } from '../deciding/decide-label-sets.js';
import { explore } from '../exploring/explore.js';
import { projectionReach } from '../exploring/projection-reach.js';
import type { ProjectionReach } from '../report/report-data.js';
import { withGuarantee } from '../deciding/guarantee.js';
import type { LabelSetInput } from '../input/label-set-input.js';
import { type ModelRange, type ModelSubject, readModelSubject } from '../input/model-subject.js';
import { ReachabilityReport } from '../report/reachability-report.js';
import { VerifyReport } from '../report/verify-report.js';
import {
  checkVerifyOptions,
  type ReachabilityOptions,
  type VerifyOptions,
  withoutLabelSets,
} from '../input/verify-options.js';

/** Options of `verify` with label sets, see `LabelSetInput`; rule 'argmax' needs none. */
export type VerifyModelOptions = VerifyOptions &
  ModelRange &
  ({ labelSets: LabelSetInput } | { labelSets?: undefined; rule: 'argmax' });

/**
 * Which label sets can a trained model predict? It finds the last linear layers of the model and decides each
 * different set once, with a certificate, like `verifyMatrix`.
 *
 * The output layer is the model's last layer that computes scores of labels: a `DFTOutput`, `BSLOutput`,
 * `ETFOutput` or `Dense`. It may be followed by slopes and offsets of each label (`LabelScale`,
 * BatchNormalization), an activation and Dropout, and may be inside TimeDistributed wrappers and nested
 * models. The linear layers directly in front of it, and its own projection, form one linear map with it.
 * Verdicts are about the features e that go into the first of these layers. `report.settings.featureRange`
 * says which e are considered: all that the layers in front of them can give, such as e >= 0 after a ReLU, or
 * all real vectors after an unknown layer.
 * - 'unargmaxable': there is no input for which the model predicts the set.
 * - 'argmaxable': for some features of that range the set is predicted. Whether an input gives exactly these
 *   features is not checked. `result.confirmed` says whether the model's own layers, in float32, predict the
 *   set at the witness.
 *
 * A label is predicted if its score, before the activation, is above 0, or above its threshold. This is an
 * output above 0 for linear, tanh, relu and similar activations, and above 0.5 for sigmoid and hardSigmoid.
 * The rules 'topK' and 'argmax' use the order of scores instead, which softmax does not change either.
 *
 * For this project's layers `result.guaranteed` says whether the layer's theorem covers the set, and
 * `guaranteedAbout` says what this is about: the model, if the projection gives every feature vector of the
 * matrix, and otherwise the matrix alone. The theorem is about exact arithmetic; `verdict` is about the
 * stored float32 numbers. A region can be thinner than their rounding, so a guaranteed set can be
 * 'unargmaxable' or 'undecided' with the stored numbers. A set without a guarantee can be 'argmaxable'.
 *
 * @param model A built model with one output. Its float32 weights are read, and computations with them are in
 *   float64.
 * @param options `labelSets`; `about`, `featureRange` or `box`; and the options of `verifyMatrix`: `mode`,
 *   `rule`, `thresholds`, `eps`, `onProgress`, `signal`, `locateFile`, ...
 * @throws ValueError (as a rejection) for a model without a suitable output layer or with an activation that
 *   hides what the rule needs, and in the same cases as `verifyMatrix`. For radii (`mode: 'radius'`, `eps`)
 *   of features without bounds, give a `featureRange`, or use `about: 'classifier'`.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { verify } from '@argmaxable/verify';
 * const hidden = tf.layers.dense({ units: 8, inputShape: [3], activation: 'relu' });
 * const model = tf.sequential({ layers: [hidden, tf.layers.dense({ units: 20 })] });
 * const report = await verify(model, { labelSets: [[0], [3, 7], [3, 7]] });
 * console.log(String(report));
 */
export function verify(model: LayersModel, options: VerifyModelOptions): Promise<VerifyReport>;
/**
 * What the last linear layers of a model can predict: what holds by construction, the ranks of the matrix and
 * of the projection in front of it, Cover's count of reachable label sets, and the share of random sets of a
 * few sizes that are reachable, with its confidence interval.
 *
 * @param options `k`, `samples`, `seed`; and the options of `verify`: `about`, `featureRange`, `rule` ('sign'
 *   or 'topK'), `thresholds`, `mode`, ...
 *
 * @example
 * import { verify } from '@argmaxable/verify';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 40, inputShape: [8], useBias: false })] });
 * console.log(String(await verify(model, { k: [1, 5], samples: 50 })));
 */
export function verify(
  model: LayersModel,
  options?: ReachabilityOptions & ModelRange & { labelSets?: undefined },
): Promise<ReachabilityReport>;
export async function verify(
  model: LayersModel,
  options: VerifyModelOptions | (ReachabilityOptions & ModelRange & { labelSets?: undefined }) = {},
): Promise<VerifyReport | ReachabilityReport> {
  const own = ['labelSets', 'about', 'featureRange', 'box'];
  const checked = checkVerifyOptions(options, options?.labelSets, own);
  const { labelSets, about, featureRange, box, ...others } = checked;
  const { rule, thresholds } = others;
  const subject = await readModelSubject(model, { rule, thresholds, about, featureRange, box });
  const projection = projectionReach(subject.classifier);
  return withoutLabelSets(labelSets, others)
    ? exploreModel(subject, projection, others)
    : verifySets(subject, projection, labelSets, others);
}

async function verifySets(
  subject: ModelSubject,
  projection: ProjectionReach | null,
  labelSets: LabelSetInput | undefined,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const started = performance.now();
  const { end, rule, thresholds, about, outputLayer } = subject;
  // No layer of the model computes the scores from the matrix's features alone, so nothing can confirm the
  // sets.
  const confirm = about === 'model' ? confirmation(end, rule, thresholds) : null;
  const report = await decideLabelSets(subject, labelSets, options, confirm);
  const layer = end.output.layer;
  const hasTheorem = layer !== null && isOutputLayer(layer) && rule === 'sign';
  return new VerifyReport({
    ...report,
    distinct: hasTheorem
      ? await withGuarantee(report, layer, { ...subject, projection }, options)
      : report.distinct,
    milliseconds: performance.now() - started,
    guarantee: statementOf(subject),
    outputLayer,
    projection,
  });
}

async function exploreModel(
  subject: ModelSubject,
  projection: ProjectionReach | null,
  options: ReachabilityOptions,
): Promise<ReachabilityReport> {
  const report = await explore(subject, options);
  const { outputLayer } = subject;
  return new ReachabilityReport({ ...report, outputLayer, guarantee: statementOf(subject), projection });
}

function statementOf({ end, rule }: ModelSubject): string | null {
  const { layer } = end.output;
  return layer !== null && isOutputLayer(layer) && rule === 'sign' ? layer.guarantee().statement : null;
}
