import {
  checkBoolean,
  checkInteger,
  checkOneOf,
  checkOptions,
  type TargetFormat,
  targetFormats,
} from '@argmaxable/core';

/** Options of the neural-collapse functions; each function takes those that concern it. */
export interface CollapseOptions {
  /**
   * Number of labels K: needed for sparse tensors and flat arrays of targets, which do not show it; for other
   * forms it is checked.
   */
  readonly numLabels?: number;
  /**
   * How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'; see `TargetFormat` of
   * @argmaxable/core.
   */
  readonly targets?: TargetFormat;
  /**
   * What to do about labels without single-label examples, which have no class mean. 'error' (default): throw
   * an error that names them. 'omit': leave these labels, their rows of the classifier, and the label sets
   * that contain them out of all figures.
   */
  readonly missingClasses?: (typeof missingClassesChoices)[number];
  /** Whether NC2 of the means is computed from the centred means; true by default. */
  readonly centred?: boolean;
  /**
   * What the class means are centred at: 'features' (default), the mean of all single-label examples, as in
   * the papers, whose classes are of equal size; or 'classMeans', the mean of the class means, where each
   * class counts once. The two are the same for classes of equal size.
   */
  readonly centre?: (typeof centres)[number];
  /**
   * For the baseline of the angle metric, per multiplicity: if there are at most so many pairs, all are used;
   * else so many are drawn at random. 50,000 by default; at most 1e9.
   */
  readonly baselinePairs?: number;
  /** The seed of the random pairs, an integer; 1 by default. */
  readonly seed?: number;
}

const missingClassesChoices = ['error', 'omit'] as const;
const centres = ['features', 'classMeans'] as const;

/** Options with the defaults filled in. */
export type CollapseSettings = Required<Omit<CollapseOptions, 'numLabels'>> &
  Pick<CollapseOptions, 'numLabels'>;

/** Options of a whole report; the number of labels comes from the classifier. */
export type ReportOptions = Omit<CollapseOptions, 'numLabels'>;

export const reportOptionNames = [
  'targets',
  'missingClasses',
  'centred',
  'centre',
  'baselinePairs',
  'seed',
] as const;

/**
 * Checks options and fills in the defaults.
 *
 * @throws ValueError for an option that is not among `allowed`, and for a value out of range.
 */
export function readCollapseOptions(
  owner: string,
  options: CollapseOptions,
  allowed: readonly string[],
): CollapseSettings {
  const {
    numLabels,
    targets = 'auto',
    missingClasses = 'error',
    centred = true,
    centre = 'features',
    baselinePairs = 50_000,
    seed = 1,
  } = checkOptions(owner, options, allowed);
  return {
    numLabels: numLabels === undefined ? undefined : checkInteger('numLabels', numLabels, { min: 1 }),
    targets: checkOneOf('targets', targets, targetFormats),
    missingClasses: checkOneOf('missingClasses', missingClasses, missingClassesChoices),
    centred: checkBoolean('centred', centred),
    centre: checkOneOf('centre', centre, centres),
    baselinePairs: checkInteger('baselinePairs', baselinePairs, { min: 1, max: 1e9 }),
    seed: checkInteger('seed', seed),
  };
}
