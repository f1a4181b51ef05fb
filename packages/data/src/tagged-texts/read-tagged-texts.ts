import { checkOptions, ValueError } from '@argmaxable/core';
import { type TextSource, textPieces } from '../text/source.js';
import { eachInText, inText, noExamples } from '../text/text-error.js';
import type { TaggedTextFormatName } from './formats.js';
import { guessFormat } from './guess-format.js';
import { layoutOf, type TaggedTextLayout } from './layout.js';
import {
  checkFormatOptions,
  checkTaggedTextOptions,
  optionNames,
  type ReadOptions,
  type TaggedTextOptions,
} from './options.js';
import { csvRows } from './rows/csv-rows.js';
import { fasttextRows } from './rows/fasttext-rows.js';
import { jsonLinesRows, jsonListRows } from './rows/object-rows.js';
import { ahead } from './rows/ahead.js';
import { peeked } from './rows/peek.js';
import type { RawRow, RawRows } from './rows/raw-row.js';
import { type RowCounts, type TaggedText, taggedRowOf } from './tagged-row.js';

/** The rows of a file of texts and tags, read as they are asked for, once. */
export interface TaggedTextRows extends AsyncIterable<TaggedText> {
  /** How the file is read, and what of it was guessed; `String(layout)` says it in words. */
  readonly layout: TaggedTextLayout;
  /** What was counted so far; complete after the last row. */
  readonly counts: Readonly<RowCounts>;
}

/** How many rows are looked at to find the layout. */
const rowsToLookAt = 1000;

/**
 * Reads texts and their tags row by row, in the memory of some rows: CSV, TSV, JSON lines, a JSON array of
 * objects (also in a field of an object, as BioASQ's `{"articles": [...]}`), and fastText's lines of
 * `__label__` words; plain or packed by gzip.
 *
 * Rows without text or without tags come as they are, with '' or []. The format, the columns and the
 * separator are found from the first rows where they are plain; `layout` says what was taken. Tags are
 * compared as they stand, without space around. Blank lines are left out and counted.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `format`, `text`, `tags`, `separator`, `delimiter`, `quotes`, `header`, `maxLineLength`,
 *   `maxNesting`; see {@link TaggedTextOptions}.
 * @returns The rows, `{ text, tags, fields, line }`, to be iterated over once.
 * @throws ValueError (as a rejection, here or while rows are read) that names the line, and the file if it is
 *   known, for a column that the file does not have, a layout that is not plain, rows of another number of
 *   fields than the head, quotes that are not closed, texts and tags of another type, damaged gzip, a row of
 *   more than `maxLineLength` characters, and text that is not JSON, not UTF-8 or without rows.
 *
 * @example
 * import { readTaggedTexts } from '@argmaxable/data';
 * const rows = await readTaggedTexts('id,text,tags\n1,It rains,rain|today\n2,Snow,snow\n');
 * String(rows.layout); // what was guessed
 * for await (const { text, tags, fields } of rows) {
 *   console.log(text, tags, fields); // 'It rains' ['rain', 'today'] { id: '1' }, ...
 * }
 */
export async function readTaggedTexts(
  source: TextSource,
  options: TaggedTextOptions = {},
): Promise<TaggedTextRows> {
  checkOptions('readTaggedTexts', options, optionNames);
  return openRows(source, checkTaggedTextOptions(options));
}

/** Opens a file: reads its first rows, and finds its layout. */
export async function openRows(source: TextSource, options: ReadOptions): Promise<TaggedTextRows> {
  const counts: RowCounts = { rows: 0, blankLines: 0, repeatedTags: 0 };
  const pieces = textPieces(source, options.maxLength);
  try {
    const { layout, batches } = await inText(source, null, () => openLayout(pieces, options, counts));
    const read = taggedRowOf(layout, counts, options.separator !== undefined);
    const rows = async function* (): AsyncGenerator<TaggedText> {
      for await (const batch of batches) yield* batch.map(read);
    };
    return { layout, counts, [Symbol.asyncIterator]: once(eachInText(source, rows())) };
  } catch (error) {
    await pieces.return(undefined);
    throw error;
  }
}

async function openLayout(
  pieces: AsyncIterable<string>,
  options: ReadOptions,
  counts: RowCounts,
): Promise<{ layout: TaggedTextLayout; batches: AsyncIterable<readonly RawRow[]> }> {
  const text = await peeked(pieces);
  const format = options.format ?? guessFormat(text.start);
  checkFormatOptions(format, options);
  const rows = await rowsOf(format, text.all, options, counts);
  let size = 0;
  const { taken, all } = await ahead(rows.batches, (batch) => (size += batch.length) >= rowsToLookAt);
  if (size === 0) throw noExamples();
  return { layout: layoutOf(format, rows, taken.flat(), options), batches: all };
}

function rowsOf(
  format: TaggedTextFormatName,
  pieces: AsyncIterable<string>,
  options: ReadOptions,
  counts: RowCounts,
): RawRows | Promise<RawRows> {
  switch (format) {
    case 'csv':
      return csvRows(pieces, options, counts);
    case 'tsv':
      return csvRows(pieces, { ...options, delimiter: options.delimiter ?? '\t' }, counts);
    case 'jsonl':
      return jsonLinesRows(pieces, options, counts);
    case 'json':
      return jsonListRows(pieces, options);
    case 'fasttext':
      return fasttextRows(pieces, options.maxLength, counts);
  }
}

/** The iterator of a stream, which can be read only once. */
function once<T>(rows: AsyncIterator<T>): () => AsyncIterator<T> {
  let isTaken = false;
  return () => {
    if (isTaken) throw new ValueError('rows', 'rows that were read', 'iterated over once', 'Read them anew.');
    isTaken = true;
    return rows;
  };
}
