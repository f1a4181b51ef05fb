import { printableLine } from '@argmaxable/core';

/** Makes a Markdown table, with the first column aligned to the left and the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    rows.reduce((most, row) => Math.max(most, row[i].length), Math.max(3, title.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [head, rule, ...rows].map(line).join('\n');
}

/** Formats a value for a cell; '-' for a value that is not defined. */
export function rounded(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(4);
}

/** Formats a name for a cell: in one line, without control characters, and with `|` escaped. */
export function nameCell(name: string): string {
  return printableLine(name).replaceAll('|', '\\|');
}
