import { checkBoolean, checkInteger, checkOptions, ValueError } from '@argmaxable/core';
import { csvRows } from '../tagged-texts/rows/csv-rows.js';
import type { RawRow } from '../tagged-texts/rows/raw-row.js';
import { limitNames, readLimits, type TextLimits } from '../text/limits.js';
import { textPieces, type TextSource } from '../text/source.js';
import { inText, textError } from '../text/text-error.js';
import { activeByValue, pairsText } from './arff/active-value.js';
import type { LabelData } from './label-data.js';
import { checkLabelNames } from './label-names-option.js';
import { float32 } from './number-text.js';
import { LabelSetsBuilder, SparseRowsBuilder } from './row-builders.js';

export interface CsvLabelOptions extends TextLimits {
  /** Names of the columns that are labels, in the order in which they are numbered. */
  labelNames?: readonly string[];
  /** n for the first n columns, -n for the last n. */
  labelCount?: number;
  /** Whether to keep the features too; false by default. Features are all columns that are not labels. */
  features?: boolean;
}

/**
 * Reads label sets, and on request features, from CSV whose first row names the columns: a column for each
 * label, with 0 and 1 or another pair of values that `loadArff` takes, and numbers in the other columns.
 * Texts with their tags are read by `loadTaggedTexts`.
 *
 * The delimiter is the one of comma, tab, semicolon and bar that the first row has. Labels are numbered in
 * the order of `labelNames`, without it in the order of the columns; features in the order of the columns.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `labelNames` or `labelCount`; `features`; `maxLabels`, `maxLineLength`; see
 *   {@link CsvLabelOptions}.
 * @returns `labelSets`, `labelNames`, and `features` on request.
 * @throws ValueError (as a rejection) that names the line, and the file if it is known, for text that is not
 *   CSV or not UTF-8 or has no rows, rows of another length than the first, two columns of one name, a label
 *   with other values, and features that are no numbers or not finite in float32; that names the argument
 *   where it does not say which columns are labels.
 *
 * @example
 * import { loadCsv } from '@argmaxable/data';
 * const csv = `size,red,blue
 * 2.5,1,0
 * 0,0,1`;
 * const { labelSets, labelNames, features } = await loadCsv(csv, { labelCount: -2, features: true });
 * console.log(labelNames, [...labelSets]); // ['red', 'blue'] [Int32Array [0], Int32Array [1]]
 * features.toDense().print(); // [[2.5], [0]]
 */
export async function loadCsv(source: TextSource, options: CsvLabelOptions = {}): Promise<LabelData> {
  checkOptions('loadCsv', options, ['labelNames', 'labelCount', 'features', ...limitNames]);
  const { labelNames, labelCount, features = false } = options;
  const keepFeatures = checkBoolean('features', features);
  const { maxLabels, maxLineLength } = readLimits(options);
  if (labelNames !== undefined) checkLabelNames(labelNames);
  if (labelNames !== undefined && labelCount !== undefined) {
    throw new ValueError('labelCount', labelCount, 'omitted if labelNames names the labels');
  }
  return inText(source, null, async () => {
    const pieces = textPieces(source, maxLineLength);
    const head = { delimiter: undefined, quotes: true, header: true, maxLength: maxLineLength };
    const { columns, batches } = await csvRows(pieces, head, { blankLines: 0 });
    if (columns === null || columns.length === 0) {
      throw textError({ line: 1 }, 'the end of the text', 'names of columns', 'Is the file empty?');
    }
    const names = labelNames ?? namesByCount(columns, labelCount);
    const missing = names.find((name) => !columns.includes(name));
    if (missing !== undefined) {
      throw new ValueError('labelNames', missing, `among the columns: ${shown(columns)}`);
    }
    checkInteger('number of labels', names.length, { max: maxLabels }, 'Raise maxLabels.');
    const rows = new CsvRows(names, keepFeatures ? columns.filter((name) => !names.includes(name)) : null);
    for await (const batch of batches) for (const row of batch) rows.add(row);
    return rows.result();
  });
}

const shown = (columns: readonly string[]): string =>
  `${columns.slice(0, 10).join(', ')}${columns.length > 10 ? ', ...' : ''}`;

/** The names of the first (`count` above 0) or last (below 0) |count| columns. */
function namesByCount(columns: readonly string[], count: number | undefined): readonly string[] {
  if (count === undefined) {
    const advice =
      'Give the names of the labels as labelNames, or labelCount: 14 for the first, -14 for the last 14 columns.';
    throw new ValueError('labelCount', count, 'given without labelNames', advice);
  }
  checkInteger('labelCount', count);
  if (count === 0 || Math.abs(count) > columns.length) {
    const range = `from 1 to ${columns.length}, the number of columns, or from -1 to -${columns.length}`;
    throw new ValueError('labelCount', count, range);
  }
  return count > 0 ? columns.slice(0, count) : columns.slice(count);
}

/** Collects the rows of a table with a column for each label. */
class CsvRows {
  private readonly labels = new LabelSetsBuilder();
  private readonly values = new SparseRowsBuilder();
  /** What each value means, as it comes up: of each label, because columns may have other pairs. */
  private readonly seen: string[][];
  private readonly active: (ReadonlyMap<string, boolean> | undefined)[];

  /** @param features Names of the columns that are features; null to leave them out. */
  constructor(
    private readonly names: readonly string[],
    private readonly features: readonly string[] | null,
  ) {
    this.seen = names.map(() => []);
    this.active = names.map(() => undefined);
  }

  add({ line, fields }: RawRow): void {
    const labels: number[] = [];
    this.names.forEach((name, label) => {
      if (this.isActive(label, fields[name] as string, line)) labels.push(label);
    });
    this.labels.add(labels);
    if (this.features === null) return;
    this.features.forEach((name, column) => {
      const text = fields[name] as string;
      const value = float32(text.trim());
      if (value === undefined) throw textError({ line }, text, `a finite number in column '${name}'`);
      this.values.set(column, value);
    });
    this.values.endRow();
  }

  private isActive(label: number, value: string, line: number): boolean {
    const known = this.active[label]?.get(value);
    if (known !== undefined) return known;
    this.seen[label].push(value);
    const active = activeByValue(this.seen[label]);
    if (active === undefined) {
      const expected = `values of one pair in column '${this.names[label]}', a label: ${pairsText}`;
      throw textError({ line }, value, expected);
    }
    this.active[label] = active;
    return active.get(value)!;
  }

  result(): LabelData {
    return {
      labelSets: this.labels.build(this.names.length),
      labelNames: this.names,
      features: this.features === null ? null : this.values.build(this.features.length),
    };
  }
}
