import { shapeText } from '@argmaxable/core';
import { CliError } from '../errors/cli-error.js';
import { labelsByName } from './tensor-names.js';

/** A number of labels, and its source: 'the bias', 'the label names'. */
export interface LabelCount {
  readonly count: number;
  readonly source: string;
}

/** What is known about a matrix, in addition to its shape. */
export interface Evidence {
  readonly name: string;
  readonly shape: readonly [rows: number, columns: number];
  /** Whether the user states that it is [features, labels]. */
  readonly transpose?: boolean;
  /** The number of labels by the bias, which is in the same file: it is preferred to the name. */
  readonly bias: LabelCount | null;
  /** Numbers of labels from other sources: the name is preferred to them. */
  readonly counts: () => Promise<readonly LabelCount[]>;
  /** The highest label number in the label sets; null if there is none. */
  readonly highestLabel: () => Promise<number | null>;
}

export interface Orientation {
  /** Whether the columns are the labels. */
  readonly transpose: boolean;
  /** What was assumed, if it may be wrong; null otherwise. */
  readonly note: string | null;
}

/**
 * Whether the labels are a matrix's rows, as in PyTorch, or its columns, as in Keras. The first of these that
 * is known decides: the user's option; the length of the bias; the matrix's name; other counts of labels. If
 * none is known, the rows are the labels, if that is possible.
 *
 * @throws CliError if only its columns can be the labels, because of a label in the label sets, and nothing
 *   else shows it.
 */
export async function orient(evidence: Evidence): Promise<Orientation> {
  const { name, shape, transpose, bias, counts } = evidence;
  if (transpose !== undefined) return { transpose, note: null };
  const byBias = bias && byCount(shape, bias);
  if (byBias) return byBias;
  const named = labelsByName(name);
  if (named === 'rows') return { transpose: false, note: null };
  if (named === 'columns') return columnsAreLabels(shape, 'because of its name');
  const known = (await counts()).map((count) => byCount(shape, count)).find((found) => found !== null);
  return known ?? (await byShape(evidence));
}

/** Decides by a number of labels, if only one axis has this length. */
function byCount(shape: Evidence['shape'], { count, source }: LabelCount): Orientation | null {
  const [rows, columns] = shape;
  if ((rows === count) === (columns === count)) return null;
  return rows === count
    ? { transpose: false, note: null }
    : columnsAreLabels(shape, `because there are ${count} labels by ${source}`);
}

function columnsAreLabels(shape: Evidence['shape'], why: string): Orientation {
  const note = `reads the matrix, ${shapeText(shape)}, as [features, labels], ${why}; --no-transpose takes its rows as labels`;
  return { transpose: true, note };
}

async function byShape({ shape, highestLabel }: Evidence): Promise<Orientation> {
  const [rows, columns] = shape;
  if (rows > columns) return { transpose: false, note: null };
  const highest = rows < columns ? await highestLabel() : null;
  if (highest !== null && highest >= rows && highest < columns) {
    throw new CliError(
      `label ${highest} is asked about, and the matrix, ${shapeText(shape)}, has ${rows} rows, from 0 to ${rows - 1}: ` +
        'give --transpose if its columns are the labels, or correct the label.',
    );
  }
  const note =
    `takes the rows of the matrix, ${shapeText(shape)}, as labels, by default: ` +
    '--transpose takes its columns, --no-transpose confirms';
  return { transpose: false, note };
}
