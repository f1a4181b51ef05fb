import { checkOneOf } from '@argmaxable/core';
import { type AverageOptions, averages } from './counts/average.js';
import { ratioOf } from './counts/confusion-metrics.js';
import { defineLoss } from './define/loss.js';
import { ratioLoss } from './counts/ratio-loss.js';
import { identityShare, inputKinds, type InputKind, wantsLogitsFor } from './counts/smooth-counts.js';

export interface UnboundedF1Options extends AverageOptions {
  /**
   * What is counted. 'logits' (default): yPred unchanged; 'probabilities': sigmoid(yPred), as in the public
   * code.
   */
  readonly inputs: InputKind;
}

/**
 * unboundedF1: one minus F1 over the batch, with the predictions as counts.
 *
 * Per label `tp = sum z y, fp = sum z (1 - y), fn = sum (1 - z) y` over the batch; the loss is
 * `1 - 2 tp / (2 tp + fn + fp + 1e-16)`. With logits it has no lower bound, and it is finite but can be
 * arbitrarily large if the denominator, the sum of predictions and targets, is close to 0: use it on outputs
 * of 0 or more (ReLU), or use `sigmoidF1`.
 *
 * Source: Bénédict et al. 2021, arXiv 2108.10566, equations 4 and 7.
 *
 * @param yTrue Targets: multi-hot [..., n] (or probabilities), or sparse, int32 [batch, m] padded with -1.
 * @param yPred Outputs [..., n]. All axes but the last make up the batch.
 * @returns With `average: 'macro'`, one loss for each label: by `reduction` their mean over labels (default)
 *   or sum, or 'none', all of them, [n]. With 'samples', likewise one for each example, [...]. With 'micro'
 *   and 'weighted', one loss, a scalar whatever the reduction.
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { unboundedF1 } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * unboundedF1(tensor2d([[1, 0], [0, 1]]), tensor2d([[0.9, 0.2], [0, 1.5]])).print();
 */
export const unboundedF1 = defineLoss<UnboundedF1Options>({
  name: 'unboundedF1',
  defaults: { reduction: 'mean', targets: 'auto', average: 'macro', inputs: 'logits' },
  check: ({ average, inputs }) => {
    checkOneOf('average', average, averages);
    checkOneOf('inputs', inputs, inputKinds);
  },
  ofExamples: false,
  wantsLogits: wantsLogitsFor,
  compute: (options) => ratioLoss(options, ratioOf('fbeta', 1), identityShare(options.inputs)),
});
