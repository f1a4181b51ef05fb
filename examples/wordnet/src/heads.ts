/** The output layers that a run compares: bottlenecked, bottlenecked with the labels' prior, and DFT. */
export const headKinds = ['bsl', 'bslPrior', 'dft'] as const;

export type HeadKind = (typeof headKinds)[number];

/** Which output layer a tagger ends in. Heads of one width are compared with each other. */
export type Head =
  | { readonly kind: 'bsl' | 'bslPrior'; readonly width: number }
  | { readonly kind: 'dft'; readonly width: number; readonly k: number; readonly slack: number };

/** The name in tables, plots and folders: 'BSL d=10', 'BSL d=10 prior', 'DFT k=34 slack=8'. */
export function nameOf(head: Head): string {
  if (head.kind === 'dft') return `DFT k=${head.k} slack=${head.slack}`;
  return `BSL d=${head.width}${head.kind === 'bslPrior' ? ' prior' : ''}`;
}

export interface HeadSettings {
  /** Widths d of the bottlenecked layers: trained columns. */
  readonly widths: readonly number[];
  /** k of the DFT layers. */
  readonly k: number;
  /** Trained columns of the DFT layers; null for `slackWithin` each width. */
  readonly slack: number | null;
  readonly labels: number;
  readonly embeddingSize: number;
}

/** The heads that a run trains, those of one width together, each once. */
export function headsOf(settings: HeadSettings): Head[] {
  const heads = settings.widths.flatMap((width): Head[] => [
    { kind: 'bsl', width },
    { kind: 'bslPrior', width },
    { kind: 'dft', width, k: settings.k, slack: settings.slack ?? slackWithin(width, settings) },
  ]);
  return heads.filter((head, i) => heads.findIndex((other) => nameOf(other) === nameOf(head)) === i);
}

/**
 * The most trained columns s with which a DFT layer has no more trained parameters than a bottlenecked layer
 * of width d without a prior: with E features in front and n labels, (E + 1)(2k + 1 + s) + n s is at most (E
 * + 1 + n) d. It is 0 where the fixed columns' projection alone has more.
 */
export function slackWithin(
  width: number,
  { k, labels, embeddingSize }: Pick<HeadSettings, 'k' | 'labels' | 'embeddingSize'>,
): number {
  const column = embeddingSize + 1;
  return Math.max(0, Math.floor(width - (column * (2 * k + 1)) / (column + labels)));
}
