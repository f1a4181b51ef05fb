import {
  add,
  exp,
  expm1,
  log1p,
  max,
  minimum,
  mul,
  neg,
  relu,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { type CommonOptions } from './define/common-options.js';
import { defineLoss } from './define/loss.js';
import { lossOfRows } from './per-example/row-loss.js';
import { blend, type TargetRows } from './targets/target-rows.js';

/** Used as minus infinity, but it can be multiplied by 0. */
const nowhere = -1e30;

/**
 * Zero-bounded log-sum-exp pairwise rank loss (ZLPR): it pushes active labels above 0 and inactive labels
 * below, in the manner of softmax.
 *
 * `l_i = log(1 + sum over inactive labels of e^z) + log(1 + sum over active labels of e^-z)`. A sum without
 * labels is 0.
 *
 * Source: Su et al. 2022, arXiv 2208.02955, equation 5.
 *
 * @param yTrue Targets: multi-hot [..., n] of 0 and 1, or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses; or 'none', all of them, [...].
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, and no
 * example.
 *
 * @example
 * import { zlpr } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * zlpr(tensor2d([[1, 0, 1]]), tensor2d([[2, -1, 1]])).print();
 */
export const zlpr = defineLoss<CommonOptions>({
  name: 'zlpr',
  defaults: { reduction: 'mean', targets: 'auto' },
  wantsLogits: () => 'compares them with 0',
  compute: (options) =>
    lossOfRows(options, {
      values: (z, targets) => add(inactiveTerm(z, targets), activeTerm(z, targets)),
      gradient: (z, targets, dy) =>
        mul(
          targets.map(
            z,
            (z, y, inactive, active) =>
              // Exponents that count are 0 or less; the others are limited, so that they do not overflow.
              blend(
                y,
                () => neg(exp(minimum(neg(add(z, active)), 0))),
                () => exp(minimum(sub(z, inactive), 0)),
              ),
            inactiveTerm(z, targets),
            activeTerm(z, targets),
          ),
          dy,
        ),
    }),
});

function inactiveTerm(z: Tensor2D, targets: TargetRows): Tensor2D {
  return logOnePlusSumExp(
    targets.map(z, (z, y) =>
      blend(
        y,
        () => add(mul(z, 0), nowhere),
        () => z,
      ),
    ),
  );
}

function activeTerm(z: Tensor2D, targets: TargetRows): Tensor2D {
  return logOnePlusSumExp(targets.activeValues(neg(z), nowhere));
}

/** `log(1 + sum of e^x)` of each row, [rows, 1]. */
function logOnePlusSumExp(x: Tensor2D): Tensor2D {
  const top: Tensor = relu(max(x, 1, true));
  // With top = 0 this is log1p of the sum; the logarithm of 1 + sum would round a small sum away.
  return add(top, log1p(add(expm1(neg(top)), sum(exp(sub(x, top)), 1, true))));
}
