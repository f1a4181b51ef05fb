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
 * Which label sets can a trained model predict? Finds what ends the model and decides each different set
 * once, with a certificate, as `verifyMatrix` does.
 *
 * The output layer is the model's last that scores labels: a `DFTOutput`, `BSLOutput`, `ETFOutput` or
 * `Dense`, seen through slopes and offsets of each label (`LabelScale`, BatchNormalization), an activation,
 * Dropout, TimeDistributed wrappers and nested models. The linear layers in front of it, and its own
 * projection, are one map with it, back to the first layer that bends: verdicts are about the features e that
 * go in there. `report.settings.featureRange` says which e count: all that the layers further in front can
 * give, such as e >= 0 after a ReLU, or all real vectors after one that is not known.
 * - 'unargmaxable': the model predicts the set for no input at all.
 * - 'argmaxable': some features of that range are predicted as the set. Whether an input gives just these is
 *   another question. `result.confirmed` says whether the model's own layers, in float32, predict the set at
 *   the witness.
 *
 * A label is predicted where its score, before the activation, is above 0, or its threshold; that is an
 * output above 0 for linear, tanh, relu and the like, above 0.5 for sigmoid and hardSigmoid. The rules 'topK'
 * and 'argmax' look at the order of scores instead, which softmax, too, keeps.
 *
 * For this project's layers `result.guaranteed` says whether the layer's theorem covers the set, and
 * `guaranteedAbout` of what: of the model where the projection gives every feature vector of the matrix, else
 * of the matrix alone. The theorem speaks of exact arithmetic, `verdict` of the float32 numbers as stored: a
 * region can be thinner than their rounding, so that a guaranteed set is 'unargmaxable' or 'undecided' as
 * stored, and a set without a guarantee may well be 'argmaxable'.
 *
 * @param model A built model with one output. Its weights are read as they are, float32, and computed with in
 * float64.
 * @param options `labelSets`; `about`, `featureRange` or `box`; and as for `verifyMatrix`: `mode`, `rule`,
 *   `thresholds`, `eps`, `onProgress`, `signal`, `locateFile`, ...
 * @throws ValueError (as a rejection) for a model without a suitable end or with an activation that hides
 *   what the rule looks at, and as `verifyMatrix` does: for radii (`mode: 'radius'`, `eps`) of features
 *   without bounds, give a `featureRange`, or ask about the 'classifier'.
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
 * What the end of a model can predict at all: what holds by construction, the ranks of its matrix and of the
 * projection in front, Cover's count of reachable label sets, and the share of random sets of a few sizes,
 * with its confidence interval.
 *
 * @param options `k`, `samples`, `seed`; and of `verify`: `about`, `featureRange`, `rule` ('sign' or 'topK'),
 * `thresholds`, `mode`, ...
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
  // The matrix alone has no layer of its own that could be asked.
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
