import type { Classifier } from './classifier.js';

/**
 * The unit of a radius, or of the bound that multipliers prove:
 * - 'bounded': the range is finite in every feature, and features are taken from it;
 * - 'scaleFree': scores are 0 at e = 0, which is in the range, so that every e can be scaled: features are
 *   taken from the part of the range within |e_j| <= 1;
 * - 'relative': features have no bounds and scores do not scale. There is no radius, and a bound is in units
 *   of the stored numbers: by which share of themselves they would have to change for the multipliers to
 *   prove the verdict exactly.
 */
type Measure = 'bounded' | 'scaleFree' | 'relative';

export function measureOf(classifier: Classifier): Measure {
  const { lower, upper } = classifier.range;
  if (lower.every(Number.isFinite) && upper.every(Number.isFinite)) return 'bounded';
  return isScaleFree(classifier) ? 'scaleFree' : 'relative';
}

/** Whether a feature vector can be scaled, at least down, and keep its label set. */
export function isScaleFree({ bias, projection, range }: Classifier): boolean {
  return (
    isZero(bias) &&
    isZero(projection?.offset) &&
    range.lower.every((value) => value <= 0) &&
    range.upper.every((value) => value >= 0)
  );
}

/** For each feature, the interval from which it is taken for a bound on the radius; null under 'relative'. */
export function domainOf(classifier: Classifier): { lower: Float64Array; upper: Float64Array } | null {
  const { lower, upper } = classifier.range;
  switch (measureOf(classifier)) {
    case 'bounded':
      return { lower, upper };
    case 'scaleFree':
      return {
        lower: lower.map((value) => Math.max(-1, value)),
        upper: upper.map((value) => Math.min(1, value)),
      };
    case 'relative':
      return null;
  }
}

/** About the smallest radius that the solvers resolve, 1e-10 of the domain's size. */
export function toleranceOf(classifier: Classifier): number {
  return 1e-10 * widestHalf(classifier);
}

const knownWidths = new WeakMap<Classifier, number | Float64Array>();

/**
 * The units of the features: half the width of the range of each, or one number if it is the same for all; 1
 * without bounds, null under 'relative'.
 */
export function widthsOf(classifier: Classifier): number | Float64Array | null {
  const measure = measureOf(classifier);
  if (measure !== 'bounded') return measure === 'scaleFree' ? 1 : null;
  let widths = knownWidths.get(classifier);
  if (widths === undefined) {
    const { lower, upper } = classifier.range;
    const halves = lower.map((low, j) => upper[j] / 2 - low / 2);
    widths = halves.every((half) => half === halves[0]) ? halves[0] : halves;
    knownWidths.set(classifier, widths);
  }
  return widths;
}

/** Half the width of the widest feature; 1 if there are no bounds, or if all widths are 0. */
function widestHalf(classifier: Classifier): number {
  if (measureOf(classifier) !== 'bounded') return 1;
  const { lower, upper } = classifier.range;
  let widest = 0;
  for (let j = 0; j < lower.length; j++) widest = Math.max(widest, upper[j] / 2 - lower[j] / 2);
  return widest > 0 ? widest : 1;
}

function isZero(values: Float64Array | null | undefined): boolean {
  return values?.every((value) => value === 0) ?? true;
}
