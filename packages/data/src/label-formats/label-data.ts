import type { LabelSets } from '@argmaxable/core';
import type { SparseRows } from './sparse-rows.js';

/** The content of a label file. Example i is item i of each list. */
export interface LabelData {
  /** The active labels of each example. */
  readonly labelSets: LabelSets;
  /** The name of each label, or null if the file has only numbers. */
  readonly labelNames: readonly string[] | null;
  /** The features of each example, or null if they were not requested. */
  readonly features: SparseRows | null;
}
