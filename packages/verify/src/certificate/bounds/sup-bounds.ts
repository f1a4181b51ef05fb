import { type Classifier, inputsOf } from '../../input/classifier.js';
import { domainOf, measureOf, widthsOf } from '../../input/domain.js';
import type { Combination } from './combination.js';
import { nothingProved, type ProvedBounds } from './proved-bounds.js';
import { gamma, notLess, notMore, vanishing } from './rounding.js';

/** Bounds, and whether exact arithmetic could improve them. */
interface CheckedBounds extends ProvedBounds {
  /** Whether the sup is so small compared with its terms that only exact arithmetic can determine it. */
  readonly cancels: boolean;
}

/** Sums that are smaller than this share of their terms may consist of rounding errors only. */
const roundingShare = 1e-9;

/** The sup over finite bounds, divided by `sum l_m ||a_m||`. */
export function radiusBounds(classifier: Classifier, sum: Combination): CheckedBounds {
  const { features, slips, magnitudes, length, inWidths } = sum;
  const { lower, upper } = domainOf(classifier)!;
  const slack = gamma(features.length + 2);
  let sup = sum.offset;
  let slip = sum.offsetSlip + slack * Math.abs(sum.offset);
  let reach = sum.offsetMagnitude;
  for (let j = 0; j < features.length; j++) {
    const [most, error] = greatestProduct(lower[j], upper[j], features[j], slips[j]);
    reach += Math.max(Math.abs(lower[j]), Math.abs(upper[j])) * magnitudes[j];
    sup += most;
    slip += error + slack * Math.abs(most);
  }
  const numerator = sup + slip * (1 + slack);
  if (!Number.isFinite(numerator)) return overflowed;
  if (numerator <= 0) {
    // A sum that is 0 or less everywhere, and has to be above 0, rules the set out in every unit.
    const radius =
      length.upper === 0 ? (numerator === 0 ? 0 : -Infinity) : -notMore(-numerator / length.upper);
    return { radius, share: radius, cancels: false };
  }
  const over = (unit: number) => (unit > 0 && unit < Infinity ? notLess(numerator / unit) : Infinity);
  const radius = over(length.lower);
  const inOwn = inWidths === null ? notMore((widthsOf(classifier) as number) * length.lower) : inWidths.lower;
  return {
    radius,
    share:
      measureOf(classifier) === 'bounded'
        ? over(inOwn)
        : Math.max(radius, steepest(domainOf(classifier)!, sum)),
    // If features cannot be moved either, only exact arithmetic can decide.
    cancels: numerator <= roundingShare * reach || !(inOwn > 0),
  };
}

/** The greatest `e g` for e between finite bounds, and the bound on its error. */
function greatestProduct(
  lower: number,
  upper: number,
  g: number,
  slip: number,
): [most: number, error: number] {
  const furthest = Math.max(Math.abs(lower), Math.abs(upper));
  if (furthest === 0 || (g === 0 && slip === 0)) return [0, 0];
  return [Math.max(lower * g, upper * g), furthest * slip + 2 * vanishing];
}

/**
 * The largest share of its terms by which g grows, over the features that can be moved in that direction;
 * -Infinity if it grows nowhere.
 */
function steepest(
  { lower, upper }: { lower: Float64Array; upper: Float64Array },
  { features, slips, magnitudes, terms }: Combination,
): number {
  let most = -Infinity;
  for (let j = 0; j < features.length; j++) {
    const over = Math.max(
      upper[j] > 0 ? features[j] + slips[j] : -Infinity,
      lower[j] < 0 ? slips[j] - features[j] : -Infinity,
    );
    if (over > 0) most = Math.max(most, shareOf(over, magnitudes[j], terms));
  }
  return most;
}

function shareOf(over: number, terms: number, howMany: number): number {
  return terms > 0 ? notLess(over / terms) * (1 + gamma(howMany)) : Infinity;
}

/**
 * How far the parts that have to be 0 or less are above 0, relative to their terms: the part of unbounded
 * features, and all the rest together.
 */
export function relativeBounds(classifier: Classifier, sum: Combination): CheckedBounds {
  const { lower, upper } = classifier.range;
  const { features, slips, magnitudes, terms } = sum;
  const slack = gamma(features.length + 2);
  let total = sum.offset;
  let slip = sum.offsetSlip + slack * Math.abs(sum.offset);
  let reach = sum.offsetMagnitude;
  for (let j = 0; j < inputsOf(classifier); j++) {
    // With a bound on one side only, the sup is at that bound.
    const [low, high] = [lower[j], upper[j]].map((end) => (Number.isFinite(end) ? end : null));
    if (low === null && high === null) continue;
    const [most, off] = greatestProduct(low ?? high!, high ?? low!, features[j], slips[j]);
    total += most;
    slip += off + slack * Math.abs(most);
    reach += Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)) * magnitudes[j];
  }
  const over = total + slip * (1 + slack);
  const unbounded = {
    lower: lower.map((end) => (end === -Infinity ? -1 : 0)),
    upper: upper.map((end) => (end === Infinity ? 1 : 0)),
  };
  const ofTotal = over <= 0 ? -notMore(-over / reach) : shareOf(over, reach, terms + features.length);
  const share = Math.max(steepest(unbounded, sum), over === 0 ? 0 : ofTotal);
  if (!Number.isFinite(over) || Number.isNaN(share)) return overflowed;
  return { radius: share, share, cancels: !(share > roundingShare) || share === Infinity };
}

const overflowed: CheckedBounds = { ...nothingProved, cancels: true };
