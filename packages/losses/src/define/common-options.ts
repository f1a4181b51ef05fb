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
