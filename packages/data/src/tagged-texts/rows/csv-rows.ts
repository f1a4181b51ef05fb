import { ValueError } from '@argmaxable/core';
import { textError } from '../../text/text-error.js';
import { type CsvRecord, csvRecords } from './csv-records.js';
import { firstLineOf, peeked } from './peek.js';
import type { BlankLines, RawRow, RawRows } from './raw-row.js';

export interface CsvOptions {
  /** The character between fields; undefined: the one that the first line has. */
  readonly delimiter: string | undefined;
  readonly quotes: boolean;
  /** Whether the first row names the columns; else their names are '1', '2', ... */
  readonly header: boolean;
  readonly maxLength: number;
}

/** Opens CSV or TSV: reads up to its first row. */
export async function csvRows(
  pieces: AsyncIterable<string>,
  { delimiter, quotes, header, maxLength }: CsvOptions,
  counts: BlankLines,
): Promise<RawRows> {
  const text = await peeked(pieces);
  const between = delimiter ?? guessDelimiter(firstLineOf(text.start), quotes);
  const batches = csvRecords(text.all, { delimiter: between, quotes, maxLength }, counts);
  const { value: first } = (await batches.next()) as { value: CsvRecord[] | undefined };
  if (first === undefined) {
    return { columns: [], delimiter: between, batches: (async function* () {})() };
  }
  const columns = header ? columnsIn(first[0]) : first[0].values.map((_, i) => String(i + 1));
  const row = rowOf(columns, header, between);
  const rows = async function* (): AsyncGenerator<RawRow[]> {
    yield (header ? first.slice(1) : first).map(row);
    for await (const records of batches) yield records.map(row);
  };
  return { columns, delimiter: between, batches: rows() };
}

const delimiters = [',', '\t', ';', '|'];

/** The delimiter is plain if the first line has only one of them, or none. */
function guessDelimiter(line: string, quotes: boolean): string {
  const plain = quotes ? line.replace(/"(?:[^"]|"")*"/g, '') : line;
  const found = delimiters.filter((delimiter) => plain.includes(delimiter));
  if (found.length < 2) return found[0] ?? ',';
  const given = `none, and a first line with ${found.map((one) => JSON.stringify(one)).join(' and ')}`;
  throw new ValueError('delimiter', given, 'the character between the fields');
}

function columnsIn({ line, values }: CsvRecord): string[] {
  const columns = values.map((name) => name.trim());
  const again = columns.findIndex((name, i) => columns.indexOf(name) < i);
  if (again < 0) return columns;
  const advice = 'Or give header: false if this row is an example.';
  throw textError({ line, item: again + 1 }, columns[again], 'another name than the columns before', advice);
}

function rowOf(
  columns: readonly string[],
  header: boolean,
  delimiter: string,
): (record: CsvRecord) => RawRow {
  const size = columns.length;
  return ({ line, values }) => {
    if (values.length !== size) {
      const expected = `${size} ${size === 1 ? 'field' : 'fields'}, as ${header ? 'the head' : 'the first row'} has`;
      const given = `${values.length}: ${values.join(delimiter).slice(0, 60)}`;
      throw textError({ line }, given, expected, 'Put a field with delimiters or line breaks in quotes.');
    }
    return { line, fields: Object.fromEntries(columns.map((name, i) => [name, values[i]])) };
  };
}
