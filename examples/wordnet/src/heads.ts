/**
 * The output layers that a run compares. Bottlenecked ones start at probability 1/2, or with a constant
 * column at the labels' prior, or with a label bias at each label's own frequency; DFT layers have the last
 * two starts.
 */
export const headKinds = ['bsl', 'bslPrior', 'bslFrequencies', 'dft', 'dftFrequencies'] as const;

export type HeadKind = (typeof headKinds)[number];

/** Which output layer a tagger ends in. Heads of one width are compared with each other. */
export type Head =
  | {
      readonly kind: 'bsl' | 'bslPrior' | 'bslFrequencies';
      readonly width: number;
      /** Trained columns. */
      readonly features: number;
    }
  | {
      readonly kind: 'dft' | 'dftFrequencies';
      readonly width: number;
      readonly k: number;
      /** Trained columns beside the 2k + 1 fixed ones. */
      readonly slack: number;
    };

export const isDft = (kind: HeadKind): boolean => kind === 'dft' || kind === 'dftFrequencies';

const endings: Readonly<Record<HeadKind, string>> = {
  bsl: '',
  bslPrior: ' prior',
  bslFrequencies: ' bias',
  dft: '',
  dftFrequencies: ' bias',
};

/** The name in tables, plots and folders: 'BSL d=10', 'BSL d=9 bias', 'DFT k=34 slack=8'. */
export function nameOf(head: Head): string {
  const columns = 'k' in head ? `DFT k=${head.k} slack=${head.slack}` : `BSL d=${head.features}`;
  return columns + endings[head.kind];
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

/**
 * The heads that a run trains, those of one width together, each once. A label bias has n parameters, fewer
 * than a column and its part of the projection: layers with it have a column less, so that they train no
 * more parameters than those without.
 */
export function headsOf(settings: HeadSettings): Head[] {
  const { k } = settings;
  const heads = settings.widths.flatMap((width): Head[] => {
    const slack = settings.slack ?? slackWithin(width, settings);
    return [
      { kind: 'bsl', width, features: width },
      { kind: 'bslPrior', width, features: width },
      ...(width > 1 ? [{ kind: 'bslFrequencies', width, features: width - 1 } as const] : []),
      { kind: 'dft', width, k, slack },
      ...(slack > 0 ? [{ kind: 'dftFrequencies', width, k, slack: slack - 1 } as const] : []),
    ];
  });
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
