import type { TargetFormat } from '@argmaxable/core';

/** Options that every loss has. */
export interface CommonOptions {
  /** 'mean' (default) or 'sum' of the examples' losses, a scalar; or 'none' for all of them. */
  readonly reduction: Reduction;
  /**
   * How int32 targets are read: 'auto' (default), 'dense' or 'sparse'; see `TargetFormat` of
   * @argmaxable/core.
   */
  readonly targets: TargetFormat;
}

export type Reduction = (typeof reductions)[number];

export const reductions = ['mean', 'sum', 'none'] as const;

/** Options that every loss of single labels has. */
export interface LabelOptions extends Omit<CommonOptions, 'reduction'> {
  /**
   * 'mean' (default) or 'sum' of the examples' losses, a scalar, or 'none' for all of them; or
   * 'sumOverLabels': the mean over examples of the sum over labels, whether an example's loss is itself a
   * mean or a sum over labels.
   */
  readonly reduction: LabelReduction;
}

export type LabelReduction = (typeof labelReductions)[number];

export const labelReductions = [...reductions, 'sumOverLabels'] as const;
