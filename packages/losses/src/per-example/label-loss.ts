import { div, mean, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import { type LabelOptions, labelReductions } from '../define/common-options.js';
import { defineLoss, type Loss, type LossDefinition, takesSigmoid } from '../define/loss.js';
import type { LossKernel } from './kernel-loss.js';
import { lossOfRows, type RowLoss } from './row-loss.js';
import type { LabelFunction, TargetRows } from '../targets/target-rows.js';

/** A loss of each label that depends only on its logit and target. */
export interface LabelLoss {
  readonly value: LabelFunction;
  /** Derivative of `value` by the logit. */
  readonly slope: LabelFunction;
  /** Whether an example's loss is the mean or the sum over labels. */
  readonly over: 'mean' | 'sum';
  /** Further arguments of `value` and `slope`; see `TargetRows.map`. */
  readonly others?: (targets: TargetRows, numLabels: number) => Tensor[];
  /** The loss of examples, the mean or the sum as `over` says, in one pass. */
  readonly kernel?: LossKernel;
}

type LabelLossDefinition<Options extends LabelOptions> = Pick<
  LossDefinition<Options>,
  'name' | 'defaults' | 'check'
> & { readonly loss: (options: Options) => LabelLoss };

/** `defineLoss` of a loss of single labels, which takes the sigmoid of their logits. */
export function defineLabelLoss<Options extends LabelOptions>({
  loss,
  ...definition
}: LabelLossDefinition<Options>): Loss<Options> {
  return defineLoss({
    ...definition,
    wantsLogits: takesSigmoid,
    reductions: labelReductions,
    compute: (options, sumsLabels) => lossOfRows(options, perLabel(loss(options), sumsLabels)),
  });
}

function perLabel(
  { value, slope, over, others = () => [], kernel }: LabelLoss,
  sumsLabels: boolean,
): RowLoss {
  const ofMean = over === 'mean' && !sumsLabels;
  const reduce = ofMean ? mean : sum;
  return {
    values: (z, targets) => reduce(targets.map(z, value, ...others(targets, z.shape[1])), 1, true),
    gradient: (z, targets, dy) =>
      mul(targets.map(z, slope, ...others(targets, z.shape[1])), ofMean ? div(dy, z.shape[1]) : dy),
    kernel: kernel && over === 'mean' && sumsLabels ? timesLabels(kernel) : kernel,
  };
}

/** A kernel of means over labels as one of their sums. */
function timesLabels({ contract, run }: LossKernel): LossKernel {
  return {
    contract,
    run: (inputs, gradientScale) => {
      const numLabels = inputs.logits.shape[1];
      const scale = gradientScale === undefined ? undefined : gradientScale * numLabels;
      const [means, ...gradient] = run(inputs, scale);
      return [mul(means, numLabels), ...gradient];
    },
  };
}
