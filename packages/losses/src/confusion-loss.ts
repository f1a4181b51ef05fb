import { checkNumber, checkOneOf } from '@argmaxable/core';
import { type AverageOptions, averages } from './counts/average.js';
import { type ConfusionMetric, confusionMetrics, ratioOf } from './counts/confusion-metrics.js';
import { defineLoss, type Loss } from './define/loss.js';
import { ratioLoss } from './counts/ratio-loss.js';
import { inputKinds, type InputKind, smoothStep, wantsLogitsFor } from './counts/smooth-counts.js';

/** How predictions become smooth counts: `S(u) = 1 / (1 + exp(-beta (u + eta)))`. */
export interface SmoothStepOptions extends AverageOptions {
  /** Slope of S, above 0; 1 by default. */
  readonly beta: number;
  /** Offset of S; 0 by default. */
  readonly eta: number;
  /**
   * What S is applied to. 'logits' (default): u = yPred. 'probabilities': u = sigmoid(yPred), where yPred are
   * still logits, as in the paper's public code. For a model that ends in a sigmoid keep 'logits': u is then
   * its output.
   */
  readonly inputs: InputKind;
}

export interface FBetaOptions extends SmoothStepOptions {
  /**
   * How many times as much recall counts as precision, above 0; 1 by default. Only for the metric 'fbeta'.
   */
  readonly fbeta: number;
}

export interface ConfusionLossOptions extends FBetaOptions {
  /** 'accuracy', 'precision', 'recall', 'specificity', 'npv', 'jaccard' or 'fbeta' (default). */
  readonly metric: ConfusionMetric;
}

const smoothDefaults: SmoothStepOptions = {
  reduction: 'mean',
  targets: 'auto',
  average: 'macro',
  beta: 1,
  eta: 0,
  inputs: 'logits',
};

/**
 * One minus a measure of the confusion matrix, computed from smooth counts over the batch.
 *
 * With `S(u) = 1 / (1 + exp(-beta (u + eta)))`, per label
 * `tp = sum S y, fp = sum S (1 - y), fn = sum (1 - S) y` and `tn = sum (1 - S) (1 - y)` over the batch, the
 * loss is `1 - M`:
 *
 * - accuracy `(tp + tn) / (tp + fp + fn + tn)`, precision `tp / (tp + fp)`, recall `tp / (tp + fn)`;
 * - specificity `tn / (tn + fp)`, negative predictive value (npv) `tn / (tn + fn)`;
 * - jaccard `tp / (tp + fp + fn)`, fbeta `(1 + b^2) tp / ((1 + b^2) tp + fp + b^2 fn)` with b the option
 *   `fbeta`.
 *
 * A measure 0 / 0 counts as 0 (1e-16 is added to denominators). Use large batches: a label that no example of
 * the batch has contributes only its false positives.
 *
 * Source: Bénédict et al. 2021, arXiv 2108.10566, equations 5 to 7 and section 4.
 *
 * @param yTrue Targets: multi-hot [..., n] (or probabilities), or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n]. All axes but the last make up the batch.
 * @returns With `average: 'macro'`, one loss for each label: by `reduction` their mean over labels (default)
 *   or sum, or 'none', all of them, [n]. With 'samples', likewise one for each example, [...]. With 'micro'
 *   and 'weighted', one loss, a scalar whatever the reduction.
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { confusionLoss } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const f2 = confusionLoss.with({ metric: 'fbeta', fbeta: 2, average: 'micro' });
 * f2(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const confusionLoss = defineLoss<ConfusionLossOptions>({
  name: 'confusionLoss',
  defaults: { ...smoothDefaults, metric: 'fbeta', fbeta: 1 },
  check: (options) => {
    checkOneOf('metric', options.metric, confusionMetrics);
    checkFBeta(options);
  },
  ofExamples: false,
  wantsLogits: wantsLogitsFor,
  compute: (options) => ratioLoss(options, ratioOf(options.metric, options.fbeta), shareOf(options)),
});

/**
 * `confusionLoss` of accuracy: see there for formula, arguments and options.
 *
 * @example
 * import { smoothAccuracy } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * smoothAccuracy(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const smoothAccuracy = named('smoothAccuracy', 'accuracy');

/**
 * `confusionLoss` of precision: see there for formula, arguments and options.
 *
 * @example
 * import { smoothPrecision } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * smoothPrecision(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const smoothPrecision = named('smoothPrecision', 'precision');

/**
 * `confusionLoss` of recall: see there for formula, arguments and options.
 *
 * @example
 * import { smoothRecall } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * smoothRecall(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const smoothRecall = named('smoothRecall', 'recall');

/**
 * `confusionLoss` of specificity: see there for formula, arguments and options.
 *
 * @example
 * import { smoothSpecificity } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * smoothSpecificity(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const smoothSpecificity = named('smoothSpecificity', 'specificity');

/**
 * `confusionLoss` of negative predictive value: see there for formula, arguments and options.
 *
 * @example
 * import { smoothNpv } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * smoothNpv(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const smoothNpv = named('smoothNpv', 'npv');

/**
 * `confusionLoss` of the Jaccard index, intersection over union: see there for formula, arguments and
 * options.
 *
 * @example
 * import { smoothJaccard } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * smoothJaccard(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const smoothJaccard = named('smoothJaccard', 'jaccard');

/**
 * `confusionLoss` of F-beta: see there for formula, arguments and options. It also has the option `fbeta`,
 * above 0; 1 by default.
 *
 * @example
 * import { smoothFBeta } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * smoothFBeta.with({ fbeta: 2 })(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print();
 */
export const smoothFBeta = defineLoss<FBetaOptions>({
  name: 'smoothFBeta',
  defaults: { ...smoothDefaults, fbeta: 1 },
  check: checkFBeta,
  ofExamples: false,
  wantsLogits: wantsLogitsFor,
  compute: (options) => ratioLoss(options, ratioOf('fbeta', options.fbeta), shareOf(options)),
});

/**
 * sigmoidF1: one minus a smooth F1 over the batch.
 *
 * With `S(u) = 1 / (1 + exp(-beta (u + eta)))`, per label
 * `tp = sum S y, fp = sum S (1 - y), fn = sum (1 - S) y` over the batch, the loss is
 * `1 - 2 tp / (2 tp + fn + fp + 1e-16)`. A label that no example has and that is not predicted at all has
 * loss 1. (The paper's text exchanges the names macro and micro; here they have the meaning of scikit-learn.)
 *
 * Put a `LabelScale` layer of `@argmaxable/layers` last to train a slope and an offset for each label.
 *
 * Source: Bénédict et al. 2021, arXiv 2108.10566, equations 6 and 7, and its public code:
 * `inputs: 'probabilities'` with beta = -S, eta = E.
 *
 * @param yTrue Targets: multi-hot [..., n] (or probabilities), or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n]. All axes but the last make up the batch.
 * @returns With `average: 'macro'`, one loss for each label: by `reduction` their mean over labels (default)
 *   or sum, or 'none', all of them, [n]. With 'samples', likewise one for each example, [...]. With 'micro'
 *   and 'weighted', one loss, a scalar whatever the reduction.
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { sigmoidF1 } from '@argmaxable/losses';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 1000, inputShape: [64] })] });
 * model.compile({ loss: sigmoidF1.with({ beta: 10, eta: 1 }), optimizer: 'adam' });
 */
export const sigmoidF1 = named('sigmoidF1', 'fbeta');

function named(name: string, metric: ConfusionMetric): Loss<SmoothStepOptions> {
  return defineLoss<SmoothStepOptions>({
    name,
    defaults: smoothDefaults,
    check: checkSmoothStep,
    ofExamples: false,
    wantsLogits: wantsLogitsFor,
    compute: (options) => ratioLoss(options, ratioOf(metric, 1), shareOf(options)),
  });
}

function shareOf({ beta, eta, inputs }: SmoothStepOptions) {
  return smoothStep(beta, eta, inputs);
}

function checkFBeta(options: FBetaOptions): void {
  checkNumber('fbeta', options.fbeta, { min: Number.MIN_VALUE });
  checkSmoothStep(options);
}

function checkSmoothStep({ average, beta, eta, inputs }: SmoothStepOptions): void {
  checkOneOf('average', average, averages);
  checkNumber('beta', beta, { min: Number.MIN_VALUE }, 'A negative slope would reward errors.');
  checkNumber('eta', eta);
  checkOneOf('inputs', inputs, inputKinds);
}
