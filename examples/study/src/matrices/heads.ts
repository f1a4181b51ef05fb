import { beside, evenAngles, gaussian, lowest, type Rows, trigonometric } from './columns.js';

/** The matrix that an output layer starts from: 2k + 1 columns of the DFT and slack, or d random columns. */
export type StartMatrix =
  | { readonly kind: 'dft'; readonly k: number; readonly slack: number }
  | { readonly kind: 'bsl'; readonly features: number };

/**
 * A start matrix of n labels. Random columns are normal with variance 2 / n, as Glorot's start has it for
 * many labels: about as large as the columns of the DFT, whose squares are 1 / n in the mean.
 *
 * @param order The labels in their order around the circle.
 */
export function startMatrix(head: StartMatrix, n: number, seed: number, order?: ArrayLike<number>): Rows {
  const random = (columns: number): Rows => gaussian(n, columns, `start ${seed}`, Math.sqrt(2 / n));
  if (head.kind === 'bsl') return random(head.features);
  return beside(trigonometric(evenAngles(n, order), lowest(head.k)), random(head.slack));
}

/** Columns of the matrix. */
export const widthOf = (head: StartMatrix): number =>
  head.kind === 'bsl' ? head.features : 2 * head.k + 1 + head.slack;

/** 'DFT k=10 slack=16', 'BSL d=37'. */
export const matrixName = (head: StartMatrix): string =>
  head.kind === 'bsl' ? `BSL d=${head.features}` : `DFT k=${head.k} slack=${head.slack}`;
