import type { RowCounts } from './tagged-row.js';

/** What was read, and what of it was dropped. */
export interface TaggedTextCounts extends Readonly<RowCounts> {
  /** Rows without text, dropped. (None if the file has no column of texts.) */
  readonly emptyTexts: number;
  /** Rows whose text and tags are those of a row before; dropped on request. */
  readonly repeatedRows: number;
  /** Examples without a tag in the file. They are kept. */
  readonly untagged: number;
  /** Labels that `minCount` or `top` dropped. */
  readonly droppedLabels: number;
  /** Examples that had tags, but none that is left. They are kept. */
  readonly emptied: number;
  /** Labels that every example has: there is nothing to learn of them. */
  readonly everywhere: number;
}
