/** What the last part of a matrix's name means. */
interface MatrixName {
  /** The last part of the name of its bias. */
  readonly bias: string;
  /**
   * Whether its rows are the labels, as in PyTorch, or its columns, as in Keras; null if the name does not
   * show it.
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
 * The parts of a name: 'dense/kernel:0' has 'dense/', 'kernel' and ':0', the number of a TensorFlow variable.
 */
function split(name: string): { before: string; last: MatrixName; variable: string } | null {
  const [, before, last, variable] = /^(|.*[./_])(weight|kernel|coef_|W)(:\d+)?$/s.exec(name) ?? [];
  return last === undefined ? null : { before, last: matrixNames[last], variable: variable ?? '' };
}

/** Where the labels are in a matrix with this name; null if the name does not show it. */
export function labelsByName(name: string): 'rows' | 'columns' | null {
  return split(name)?.last.labels ?? null;
}

/** The name of the bias of a matrix with this name; null if it cannot be known. */
export function biasName(name: string): string | null {
  const parts = split(name);
  return parts && `${parts.before}${parts.last.bias}${parts.variable}`;
}

/** Wrappers that put a part before every name. */
const wrappers = String.raw`(?:(?:module|model|_orig_mod)[./])*`;
const classifiers = String.raw`classifier|classifier[./]out_proj|score|fc|head|classification_head(?:[./]\w+)*`;
const classifierName = new RegExp(String.raw`^${wrappers}(?:${classifiers})[./](?:weight|kernel)(?::\d+)?$`);

/** Whether it is a name of a classifier's matrix in the libraries of pretrained models. */
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
