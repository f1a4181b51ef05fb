/** What the last part of a matrix's name says. */
interface MatrixName {
  /** Of the bias that belongs to it. */
  readonly bias: string;
  /**
   * Whether its rows are the labels, as PyTorch has it, or its columns, as Keras; null where the name does
   * not tell.
   */
  readonly labels: 'rows' | 'columns' | null;
}

const matrixNames: Readonly<Record<string, MatrixName>> = {
  weight: { bias: 'bias', labels: 'rows' },
  kernel: { bias: 'bias', labels: 'columns' },
  coef_: { bias: 'intercept_', labels: 'rows' },
  W: { bias: 'b', labels: null },
};

/**
 * A name in its parts: 'dense/kernel:0' is 'dense/', 'kernel' and ':0', the number of a TensorFlow variable.
 */
function split(name: string): { before: string; last: MatrixName; variable: string } | null {
  const [, before, last, variable] = /^(|.*[./_])(weight|kernel|coef_|W)(:\d+)?$/s.exec(name) ?? [];
  return last === undefined ? null : { before, last: matrixNames[last], variable: variable ?? '' };
}

/** Where the labels are in a matrix of this name; null where it does not tell. */
export function labelsByName(name: string): 'rows' | 'columns' | null {
  return split(name)?.last.labels ?? null;
}

/** What the bias beside a matrix of this name is called; null where that cannot be known. */
export function biasName(name: string): string | null {
  const parts = split(name);
  return parts && `${parts.before}${parts.last.bias}${parts.variable}`;
}

/** Wrappers that put a part before every name. */
const wrappers = String.raw`(?:(?:module|model|_orig_mod)[./])*`;
const classifiers = String.raw`classifier|classifier[./]out_proj|score|fc|head|classification_head(?:[./]\w+)*`;
const classifierName = new RegExp(String.raw`^${wrappers}(?:${classifiers})[./](?:weight|kernel)(?::\d+)?$`);

/** Whether the libraries of pretrained models call the matrix of a classifier so. */
export function isClassifierName(name: string): boolean {
  return classifierName.test(name);
}

/**
 * Whether it is a matrix over a vocabulary, positions or token types, which may have as many rows as there
 * are labels.
 */
export function isOfTokens(name: string): boolean {
  return /embed|lm_head|position|token|(^|[./])(wte|wpe)[./]/i.test(name);
}
