import { linesOf } from '../../text/lines.js';
import type { BlankLines, RawRow } from './raw-row.js';

/** How many rows are handed on together. */
const batchSize = 256;

/** Reads a row from each line, some at a time. Blank lines are counted and left out. */
export async function* lineRows(
  pieces: AsyncIterable<string>,
  maxLength: number,
  counts: BlankLines,
  fieldsOf: (text: string, line: number) => RawRow['fields'],
): AsyncGenerator<RawRow[]> {
  let batch: RawRow[] = [];
  for await (const { number: line, text } of linesOf(pieces, maxLength)) {
    if (text.trim() === '') {
      counts.blankLines++;
      continue;
    }
    batch.push({ line, fields: fieldsOf(text, line) });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
