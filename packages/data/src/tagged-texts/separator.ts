import { ValueError } from '@argmaxable/core';
import { readJson } from '../label-formats/json-text.js';
import { textError } from '../text/text-error.js';
import { namesManyTags } from './columns.js';
import type { RawRow } from './rows/raw-row.js';

/** Separators that hardly occur within a tag. */
const plainSeparators = ['|', ';'];

/**
 * Finds what separates the tags in a column from its first rows: '|' or ';' if one of them occurs; a comma
 * if the column's name is that of several tags; 'json' for JSON arrays; null if each value is one tag.
 *
 * @throws ValueError if the rows do not say.
 */
export function guessSeparator(column: string, rows: readonly RawRow[]): string | null {
  const values = rows
    .map(({ fields, line }) => ({ value: fields[column], line }))
    .filter((one): one is { value: string; line: number } => typeof one.value === 'string')
    .filter(({ value }) => value.trim() !== '');
  const lists = values.filter(({ value }) => /^\s*\[.*\]\s*$/s.test(value));
  if (values.length > 0 && lists.length === values.length) {
    lists.slice(0, 1).forEach(({ value, line }) => splitTags(value, 'json', line, column));
    return 'json';
  }
  const occurs = (separator: string): boolean => values.some(({ value }) => value.includes(separator));
  const found = plainSeparators.filter(occurs);
  if (found.length === 1) return found[0];
  if (found.length === 0 && !occurs(',') && !(namesManyTags(column) && occurs(' '))) return null;
  if (found.length === 0 && occurs(',') && namesManyTags(column)) return ',';
  const candidates = found.length > 0 ? found : occurs(',') ? [','] : [' '];
  const given = `none, and ${candidates.map((one) => `'${one}'`).join(' and ')} in the column '${column}'`;
  throw new ValueError('separator', given, 'given: what separates tags', 'null: each value is one tag.');
}

/**
 * Checks a value where the first rows have no separator.
 *
 * @throws ValueError for a value with one.
 */
export function checkOneTag(value: string, line: number): void {
  const found = plainSeparators.find((separator) => value.includes(separator));
  if (found === undefined) return;
  const advice = `Give separator: '${found}', or null if each value is one tag.`;
  throw textError({ line }, value, 'one tag, as the rows before have', advice);
}

/** Splits a value into its tags, without space around and without empty ones. */
export function splitTags(value: string, separator: string | null, line: number, column: string): unknown[] {
  if (separator === null) return [value];
  if (separator !== 'json') return value.split(separator);
  if (value.trim() === '') return [];
  try {
    const tags = readJson(value, line, 1);
    if (Array.isArray(tags)) return tags as unknown[];
  } catch {
    // said below
  }
  const advice = /^\s*\[\s*'/.test(value)
    ? "This is a list of Python; write it with a separator: df['tags'].map('|'.join)."
    : undefined;
  throw textError({ line }, value, `a JSON array of tags in '${column}'`, advice);
}
