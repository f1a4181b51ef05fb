import type { LabelSets } from '@argmaxable/core';
import type { SparseRows } from './sparse-rows.js';

/** What a label file holds. Example i is item i of each list. */
export interface LabelData {
  /** The active labels of each example. */
  readonly labelSets: LabelSets;
  /** The name of each label, or null where the file has numbers only. */
  readonly labelNames: readonly string[] | null;
  /** The features of each example, or null where they were not asked for. */
  readonly features: SparseRows | null;
}
