import type { TaggerParts } from './tagger-parts.js';

/** What a run of words or characters adds to a logit. */
export interface Contribution {
  readonly gram: string;
  readonly of: 'words' | 'characters';
  readonly logit: number;
}

/** Where a logit comes from. */
export interface Explanation {
  readonly logit: number;
  readonly bias: number;
  /** Of the largest size first. */
  readonly contributions: readonly Contribution[];
}

export function explainText(parts: TaggerParts, text: string, label: number, top?: number): Explanation {
  const { encoder, weights, labels } = parts;
  const { indices, values } = encoder.encode([text]);
  const bias = weights[encoder.width * labels.length + label];
  const contributions = Array.from(indices, (feature, at) => ({
    ...encoder.gramOf(feature),
    logit: values[at] * weights[feature * labels.length + label],
  }));
  const logit = contributions.reduce((sum, contribution) => sum + contribution.logit, bias);
  contributions.sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit));
  return { logit: Math.fround(logit), bias, contributions: contributions.slice(0, top) };
}
