import { isArrayLike } from './checks/index.js';
import { ValueError } from './errors.js';

/** What a field of CSV may hold: text, a number, or no value. */
export type CsvField = string | number | null | undefined;

/**
 * Rows as CSV text of RFC 4180: fields with a comma, a quote or a line break are put in quotes, quotes in
 * them are doubled, and every line ends in CR LF. NaN, null and undefined become empty fields, infinities
 * become words.
 *
 * It is written here because it takes only a few lines: the libraries for it contain a parser too, and are
 * CommonJS only or bring Node's Buffer into browsers.
 *
 * @throws ValueError if `rows` is not an array of arrays, or a field is something else than text, a number,
 * null or undefined.
 *
 * @example
 * import { toCsv } from '@argmaxable/core';
 * toCsv([['label', 'F1'], ['Bread, white', 0.5]]); // 'label,F1\r\n"Bread, white",0.5\r\n'
 */
export function toCsv(rows: ReadonlyArray<readonly CsvField[]>): string {
  if (!Array.isArray(rows)) throw new ValueError('rows', rows, 'an array of rows');
  const lines = Array.from(rows as readonly unknown[], (row, i) => {
    if (!isArrayLike(row)) throw new ValueError(`rows[${i}]`, row, 'an array of text and numbers');
    return `${Array.from(row, (field, j) => text(`rows[${i}][${j}]`, field)).join(',')}\r\n`;
  });
  return lines.join('');
}

function text(argument: string, field: unknown): string {
  if (field === null || field === undefined || Number.isNaN(field)) return '';
  if (typeof field === 'number') return String(field);
  if (typeof field !== 'string') throw new ValueError(argument, field, 'text, a number, null or undefined');
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
