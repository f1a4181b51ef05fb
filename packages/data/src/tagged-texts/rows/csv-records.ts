import { lineTooLong, textError } from '../../text/text-error.js';
import type { BlankLines } from './raw-row.js';

/** A record of CSV: a line, or several if there are line breaks in quotes. */
export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly values: readonly string[];
}

export interface CsvRecordOptions {
  readonly delimiter: string;
  /** Whether fields may be quoted. */
  readonly quotes: boolean;
  /** The most characters of a record. */
  readonly maxLength: number;
}

/** How much text is parsed at once. */
const blockLength = 2 ** 18;

/**
 * Yields the records of CSV text, some at a time. Line breaks may be LF, CR LF or CR; in quoted fields they
 * become LF. Blank lines are counted and left out.
 *
 * @throws ValueError for quotes that are not closed or not doubled within quotes, and for a record of more
 *   than `maxLength` characters.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  { delimiter, quotes, maxLength }: CsvRecordOptions,
  counts: BlankLines,
): AsyncGenerator<CsvRecord[]> {
  // Loaded here, because only reading CSV needs it.
  const { default: papaparse } = await import('papaparse');
  const parser = new papaparse.Parser({ delimiter, newline: '\n', ...(quotes ? {} : { fastMode: true }) });
  let line = 1;
  const parse = (text: string, isLast: boolean): { records: CsvRecord[]; end: number } => {
    const { data, errors, meta } = parser.parse(text, 0, !isLast);
    if (errors.length > 0) throw quoteError(text, errors[0], line);
    const records: CsvRecord[] = [];
    for (const values of data) {
      if (values.length === 1 && values[0].trim() === '') {
        counts.blankLines++;
      } else {
        records.push({ line, values });
      }
      line += 1 + (quotes ? lineBreaksIn(values) : 0);
    }
    return { records, end: meta.cursor };
  };

  let pending = ''; // text of records whose end is not read yet
  let enough = 0; // the length of `pending` that is worth another look for an end
  for await (const piece of withLineFeeds(pieces)) {
    pending += piece;
    const complete = pending.length < enough ? 0 : pending.lastIndexOf('\n') + 1;
    if (complete > 0) {
      const { records, end } = parse(pending.slice(0, complete), false);
      pending = pending.slice(end);
      if (records.length > 0) yield records;
    }
    // A long field is not looked at anew for each of its pieces.
    if (pending.length >= enough) enough = 2 * pending.length;
    if (pending.length > maxLength) throw recordTooLong(pending, line, maxLength);
  }
  if (pending === '') return;
  const { records } = parse(pending.endsWith('\n') ? pending.slice(0, -1) : pending, true);
  if (records.length > 0) yield records;
}

/** Yields the text in pieces of at most `blockLength`, with LF for each line break. */
async function* withLineFeeds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''; // a CR at the end of a piece, whose LF may be in the next one
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += blockLength) {
      const block = held + piece.slice(at, at + blockLength);
      held = block.endsWith('\r') ? '\r' : '';
      const text = held === '' ? block : block.slice(0, -1);
      yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    }
  }
  if (held !== '') yield '\n';
}

function lineBreaksIn(values: readonly string[]): number {
  let count = 0;
  for (const value of values) {
    for (let at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) count++;
  }
  return count;
}

function quoteError(text: string, { code, index }: { code: string; index: number }, line: number): Error {
  const before = text.slice(0, index);
  const place = { line: line + lineBreaksIn([before]), column: index - before.lastIndexOf('\n') - 1 };
  const given = text.slice(index - 1, index + 60);
  const advice = 'If quotes are characters like any other, give quotes: false.';
  if (code === 'MissingQuotes') return textError(place, given, 'a field whose quote is closed', advice);
  const expected = 'a quoted field that ends at its quote, with quotes in it doubled ("")';
  return textError(place, given, expected, advice);
}

function recordTooLong(text: string, line: number, maxLength: number): Error {
  if (!text.includes('\n')) return lineTooLong(line, text, maxLength);
  const expected = `a row of at most ${maxLength} characters`;
  const advice = 'Is a quote not closed? Raise maxLineLength if this is intended.';
  return textError({ line }, text.slice(0, 100), expected, advice);
}
