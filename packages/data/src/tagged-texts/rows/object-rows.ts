import { isPlainObject } from '@argmaxable/core';
import { hasTwice, readJson } from '../../label-formats/json-text.js';
import { textError } from '../../text/text-error.js';
import { jsonList } from './json-list.js';
import { lineRows } from './line-rows.js';
import type { BlankLines, RawRow, RawRows } from './raw-row.js';

export interface JsonLimits {
  readonly maxLength: number;
  readonly maxNesting: number;
}

/** Opens JSON lines: an object on each line. */
export function jsonLinesRows(
  pieces: AsyncIterable<string>,
  limits: JsonLimits,
  counts: BlankLines,
): RawRows {
  const batches = lineRows(pieces, limits.maxLength, counts, (text, line) => fieldsOf(text, line, limits));
  return { columns: null, delimiter: null, batches };
}

/** Opens a JSON array of objects, by itself or in a field of an object. */
export function jsonListRows(pieces: AsyncIterable<string>, limits: JsonLimits): RawRows {
  const batches = async function* (): AsyncGenerator<RawRow[]> {
    for await (const parts of jsonList(pieces, limits)) {
      yield parts.map(({ text, line }) => ({ line, fields: fieldsOf(text, line, limits) }));
    }
  };
  return { columns: null, delimiter: null, batches: batches() };
}

function fieldsOf(text: string, line: number, { maxNesting }: JsonLimits): RawRow['fields'] {
  const fields = readJson(text, line, maxNesting);
  if (!isPlainObject(fields)) throw textError({ line }, text, 'an object of fields');
  const twice = Object.keys(fields).find((name) => hasTwice(text, name));
  if (twice !== undefined) throw textError({ line }, text, `an object with one field "${twice}"`);
  return fields;
}
