import { textError } from '../text/text-error.js';
import type { TaggedTextLayout } from './layout.js';
import type { RawRow } from './rows/raw-row.js';
import { checkOneTag, splitTags } from './separator.js';

/** A text and its tags: one row of a file. */
export interface TaggedText {
  /** '' if the row has none. */
  readonly text: string;
  /** The names of its tags, each once, without space around; none if the row has none. */
  readonly tags: readonly string[];
  /** The other columns: text in CSV and TSV, any value in JSON. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The line on which the row begins, from 1. */
  readonly line: number;
}

/** What was counted while rows were read. */
export interface RowCounts {
  /** Rows, without the head. */
  rows: number;
  /** Lines without any text, left out. */
  blankLines: number;
  /** Tags that stand again in the same row, taken once. */
  repeatedTags: number;
}

/**
 * Makes a text and its tags of a row.
 *
 * @param isSeparatorGiven Whether a value that could be split is known to be one tag.
 */
export function taggedRowOf(
  layout: TaggedTextLayout,
  counts: RowCounts,
  isSeparatorGiven: boolean,
): (row: RawRow) => TaggedText {
  const used = new Set([...layout.text, ...layout.tags]);
  const { separator, oneColumnPerTag } = layout;
  const check = separator === null && !isSeparatorGiven ? checkOneTag : () => undefined;
  const tagsOf = (row: RawRow): string[] =>
    oneColumnPerTag ? markedTags(layout, row) : namedTags(layout, row, check);
  return (row) => {
    counts.rows++;
    const all = tagsOf(row);
    const tags = new Set(all);
    counts.repeatedTags += all.length - tags.size;
    const others = Object.entries(row.fields).filter(([name]) => !used.has(name));
    return { text: textOf(layout, row), tags: [...tags], fields: Object.fromEntries(others), line: row.line };
  };
}

/** The value of a column; undefined if the row has no such field. */
function valueOf({ fields }: RawRow, column: string): unknown {
  return Object.hasOwn(fields, column) ? fields[column] : undefined;
}

function textOf({ text }: TaggedTextLayout, row: RawRow): string {
  const parts = text.map((column) => {
    const value = valueOf(row, column) ?? '';
    if (typeof value === 'string') return value;
    throw textError(
      { line: row.line },
      JSON.stringify(value),
      `an object with a text in its field "${column}"`,
    );
  });
  return parts.length === 1 ? parts[0] : parts.filter((part) => part.trim() !== '').join('\n');
}

/** The tags of a column that lists them. */
function namedTags(
  { tags: [column], separator }: TaggedTextLayout,
  row: RawRow,
  check: (value: string, line: number) => void,
): string[] {
  if (column === undefined) return [];
  const { line } = row;
  const value = valueOf(row, column) ?? [];
  if (typeof value === 'string') check(value, line);
  const list = typeof value === 'string' ? splitTags(value, separator, line, column) : value;
  const items: unknown[] = Array.isArray(list) ? list : [list];
  const tags: string[] = [];
  items.forEach((item, i) => {
    if (typeof item !== 'string' && !Number.isFinite(item)) {
      const place = Array.isArray(value) ? { line, item: i + 1 } : { line };
      throw textError(place, JSON.stringify(item), `the name of a tag, in "${column}"`);
    }
    const name = String(item).trim();
    if (name !== '') tags.push(name);
  });
  return tags;
}

const marks: Readonly<Record<string, boolean>> = {
  '0': false,
  '0.0': false,
  false: false,
  '1': true,
  '1.0': true,
  true: true,
};

/** The tags whose columns hold 1. */
function markedTags({ tags }: TaggedTextLayout, row: RawRow): string[] {
  return tags.filter((column) => {
    const value = valueOf(row, column);
    const isMark = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const mark = String(value).trim().toLowerCase();
    if (isMark && Object.hasOwn(marks, mark)) return marks[mark];
    throw textError({ line: row.line }, value, `0, 1, false or true in the column '${column}' of a tag`);
  });
}
