/** A Markdown table with aligned columns, the first to the left and the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    rows.reduce((most, row) => Math.max(most, row[i].length), Math.max(3, title.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [head, rule, ...rows].map(line).join('\n');
}

/** A value as a cell; '-' for one that is not defined. */
export function rounded(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(4);
}

/**
 * A name as a cell: without line breaks and other control characters, which would break the table or the
 * terminal.
 */
export function printable(name: string): string {
  return name.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').replaceAll('|', '\\|');
}
