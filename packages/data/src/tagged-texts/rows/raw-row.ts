/** A row of a file, as its format gives it. */
export interface RawRow {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Its values by the names of their columns. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a file turns out to be, and its rows, some at a time. */
export interface RawRows {
  /** All columns, where a head lists them; null where each row names its own. */
  readonly columns: readonly string[] | null;
  /** The character between two fields; null for other formats than CSV and TSV. */
  readonly delimiter: string | null;
  readonly batches: AsyncIterable<readonly RawRow[]>;
}

/** How many lines were left out. */
export interface BlankLines {
  blankLines: number;
}
