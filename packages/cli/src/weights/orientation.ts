import { shapeText } from '@argmaxable/core';
import { CliError } from '../errors/cli-error.js';
import { labelsByName } from './tensor-names.js';

/** A number of labels, and where it is from: 'the bias', 'the label names'. */
export interface LabelCount {
  readonly count: number;
  readonly source: string;
}

/** What is known of a matrix, beside its shape. */
export interface Evidence {
  readonly name: string;
  readonly shape: readonly [rows: number, columns: number];
  /** Whether the user says that it is [features, labels]. */
  readonly transpose?: boolean;
  /** The bias, which lies in the same file: it outweighs the name. */
  readonly bias: LabelCount | null;
  /** From elsewhere: the name outweighs it. */
  readonly counts: () => Promise<readonly LabelCount[]>;
  /** The highest label number that is asked about; null where there is none. */
  readonly highestLabel: () => Promise<number | null>;
}

export interface Orientation {
  /** Whether the columns are the labels. */
  readonly transpose: boolean;
  /** What was assumed, where it could be otherwise. */
  readonly note: string | null;
}

/**
 * Whether the labels are a matrix's rows, as in PyTorch, or its columns, as in Keras. In this order: what the
 * user says; the length of the bias; the matrix's name; other counts of labels; its rows, where that can be.
 *
 * @throws CliError where only its columns can be the labels, by what is asked, and nobody says so.
 */
export async function orient(evidence: Evidence): Promise<Orientation> {
  const { name, shape, transpose, bias, counts } = evidence;
  if (transpose !== undefined) return { transpose, note: null };
  const byBias = bias && byCount(shape, bias);
  if (byBias) return byBias;
  const named = labelsByName(name);
  if (named === 'rows') return { transpose: false, note: null };
  if (named === 'columns') return columnsAreLabels(shape, 'as its name says');
  const known = (await counts()).map((count) => byCount(shape, count)).find((found) => found !== null);
  return known ?? (await byShape(evidence));
}

/** Tells by a number of labels, if it is that of one axis only. */
function byCount(shape: Evidence['shape'], { count, source }: LabelCount): Orientation | null {
  const [rows, columns] = shape;
  if ((rows === count) === (columns === count)) return null;
  return rows === count
    ? { transpose: false, note: null }
    : columnsAreLabels(shape, `for there are ${count} labels by ${source}`);
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
        'say --transpose if its columns are the labels, or put the label right.',
    );
  }
  const note =
    `takes the rows of the matrix, ${shapeText(shape)}, as labels; nothing says so: ` +
    '--transpose takes its columns, --no-transpose confirms';
  return { transpose: false, note };
}
