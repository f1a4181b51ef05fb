import {
  checkBoolean,
  checkInteger,
  checkOneOf,
  checkOptions,
  type TargetFormat,
  targetFormats,
} from '@argmaxable/core';

/** What the neural-collapse functions can be told; each takes those of these that concern it. */
export interface CollapseOptions {
  /**
   * Number of labels K: needed for sparse tensors and flat arrays of targets, which do not tell it; else
   * checked.
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
   * that have them, out of all figures.
   */
  readonly missingClasses?: (typeof missingClassesChoices)[number];
  /** Whether NC2 of the means is that of the centred means; true. */
  readonly centred?: boolean;
  /**
   * For the baseline of the angle metric, per multiplicity: all pairs are gone through if there are no more
   * than this; else this many are drawn. 50,000; at most 1e9.
   */
  readonly baselinePairs?: number;
  /** Which pairs are drawn: an integer; 1. */
  readonly seed?: number;
}

const missingClassesChoices = ['error', 'omit'] as const;

/** Options with the defaults in place. */
export type CollapseSettings = Required<Omit<CollapseOptions, 'numLabels'>> &
  Pick<CollapseOptions, 'numLabels'>;

/** What a whole report takes: the classifier tells the number of labels. */
export type ReportOptions = Omit<CollapseOptions, 'numLabels'>;

export const reportOptionNames = ['targets', 'missingClasses', 'centred', 'baselinePairs', 'seed'] as const;

/**
 * Checks options and fills in the defaults.
 *
 * @throws ValueError for an option that is not among `allowed`, and a value out of range.
 */
export function readOptions(
  owner: string,
  options: CollapseOptions,
  allowed: readonly string[],
): CollapseSettings {
  const {
    numLabels,
    targets = 'auto',
    missingClasses = 'error',
    centred = true,
    baselinePairs = 50_000,
    seed = 1,
  } = checkOptions(owner, options, allowed);
  return {
    numLabels: numLabels === undefined ? undefined : checkInteger('numLabels', numLabels, { min: 1 }),
    targets: checkOneOf('targets', targets, targetFormats),
    missingClasses: checkOneOf('missingClasses', missingClasses, missingClassesChoices),
    centred: checkBoolean('centred', centred),
    baselinePairs: checkInteger('baselinePairs', baselinePairs, { min: 1, max: 1e9 }),
    seed: checkInteger('seed', seed),
  };
}
