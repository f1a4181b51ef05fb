import { type TaggedTextFormatName, taggedTextFormats } from './formats.js';
import type { RawRow, RawRows } from './rows/raw-row.js';
import { findColumns } from './columns.js';
import type { ReadOptions } from './options.js';
import { guessSeparator } from './separator.js';

/** How a file of texts and tags is read: what was given, and what was guessed. */
export interface TaggedTextLayout {
  readonly format: TaggedTextFormatName;
  /** The character between fields; null for other formats than CSV and TSV. */
  readonly delimiter: string | null;
  /** All columns. Of JSON those of the first rows. */
  readonly columns: readonly string[];
  /** The columns of the texts; empty if there are none. */
  readonly text: readonly string[];
  /** The column of the tags, or those with one tag each; empty if there are none. */
  readonly tags: readonly string[];
  /** Whether each of the columns `tags` is a tag, with 0 or 1 in it. */
  readonly oneColumnPerTag: boolean;
  /** What is between the tags of a text; 'json' for JSON arrays, null for one tag per text. */
  readonly separator: string | null;
  /** The options that were not given and were guessed from the file. */
  readonly guessed: readonly ('format' | 'delimiter' | 'text' | 'tags' | 'separator')[];
  /** The layout in words. */
  readonly toString: () => string;
}

/** Finds the layout from the first rows of a file. */
export function layoutOf(
  format: TaggedTextFormatName,
  { columns, delimiter }: RawRows,
  rows: readonly RawRow[],
  options: ReadOptions,
): TaggedTextLayout {
  const all = columns ?? [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  const isPlain = format === 'fasttext'; // its columns have their names from here
  const found = findColumns(all, options);
  // Arrays of JSON need no separator.
  const hasText =
    !found.oneColumnPerTag && rows.some(({ fields }) => typeof fields[found.tags[0]] === 'string');
  const separator =
    options.separator !== undefined
      ? options.separator
      : hasText
        ? guessSeparator(found.tags[0], rows)
        : null;
  const guessed: TaggedTextLayout['guessed'] = [
    ...(options.format === undefined ? (['format'] as const) : []),
    ...(delimiter !== null && options.delimiter === undefined && format === 'csv'
      ? (['delimiter'] as const)
      : []),
    ...(isPlain ? [] : found.guessed),
    ...(options.separator === undefined && hasText ? (['separator'] as const) : []),
  ];
  const { text, tags, oneColumnPerTag } = found;
  const layout = { format, delimiter, columns: all, text, tags, oneColumnPerTag, separator, guessed };
  return { ...layout, toString: () => inWords(layout) };
}

function inWords(layout: Omit<TaggedTextLayout, 'toString'>): string {
  const { format, delimiter, text, tags, oneColumnPerTag, separator, guessed } = layout;
  const { title } = taggedTextFormats.find(({ name }) => name === format)!;
  const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(' and ');
  const between =
    separator === null ? '' : separator === 'json' ? ' as JSON arrays' : `, between them '${separator}'`;
  const tagsIn = oneColumnPerTag
    ? `tags in ${tags.length} columns, one for each`
    : `tags in ${quoted(tags)}${between}`;
  const parts = [
    delimiter === null ? title : `${title} with ${JSON.stringify(delimiter)} between fields`,
    text.length === 0 ? 'no texts' : `texts in ${quoted(text)}`,
    tags.length === 0 ? 'no tags' : tagsIn,
  ];
  return `${parts.join('; ')}${guessed.length === 0 ? '' : ` (guessed: ${guessed.join(', ')})`}`;
}
