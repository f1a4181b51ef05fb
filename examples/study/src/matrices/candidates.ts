import type { LabelSets } from '@argmaxable/core';
import { labelOrder } from '../label-orders.js';
import {
  beside,
  evenAngles,
  gaussian,
  lowest,
  orthogonalTo,
  orthonormal,
  type Rows,
  trigonometric,
} from './columns.js';

/** How large a candidate is. */
export interface CandidateSize {
  readonly n: number;
  readonly k: number;
  readonly slack: number;
}

/** A matrix in two parts: 2k + 1 fixed columns, and slack columns as training starts from them. */
export interface Split {
  readonly fixed: Rows;
  readonly slack: Rows;
}

/** What a candidate is made from. */
export interface Ingredients extends CandidateSize {
  /** Label sets of the training examples. */
  readonly labelSets: LabelSets;
  readonly seed: number;
}

interface Candidate {
  readonly about: string;
  /** Whether every set of at most k labels is in reach, in exact arithmetic; null where we know no proof. */
  readonly keepsTheorem: boolean | null;
  make(of: Ingredients): Split;
}

/** Candidates for larger radii: all have 2k + 1 fixed columns and as many of slack. */
export const candidates = {
  dft: {
    about: 'frequencies 1 to k, labels by frequency: the layer as it is',
    keepsTheorem: true,
    make: (of) => dft(of, evenAngles(of.n)),
  },
  'random order': {
    about: 'labels in random order around the circle',
    keepsTheorem: true,
    make: (of) => dft(of, anglesIn('random', of)),
  },
  'suggested order': {
    about: 'labels in the order of suggestLabelOrder',
    keepsTheorem: true,
    make: (of) => dft(of, anglesIn('suggested', of)),
  },
  'slack orthogonal': {
    about: 'slack starts orthonormal, and orthogonal to the fixed columns',
    keepsTheorem: true,
    make: (of) => withOrthogonalSlack(of, evenAngles(of.n)),
  },
  'suggested, orthogonal': {
    about: 'both',
    keepsTheorem: true,
    make: (of) => withOrthogonalSlack(of, anglesIn('suggested', of)),
  },
  'slack large': {
    about: "slack starts as PyTorch's linear layers do, uniform within 1 / sqrt(s)",
    keepsTheorem: true,
    make: (of) => {
      const { n, slack, seed } = of;
      const deviation = 1 / Math.sqrt(3 * Math.max(1, slack));
      return { ...dft(of, evenAngles(n)), slack: gaussian(n, slack, `slack ${seed}`, deviation) };
    },
  },
  'frequencies m, 2m, ..., km': {
    about: 'm prime to n: the labels in another order',
    keepsTheorem: true,
    make: (of) => spread(of, (j) => j * primeTo(of.n)),
  },
  'frequencies 2, 4, ..., 2k': {
    about: 'for even n labels i and i + n / 2 have the same row',
    keepsTheorem: false,
    make: (of) => spread(of, (j) => 2 * j),
  },
  'odd frequencies': {
    about: 'for even n no set holds labels i and i + n / 2 and leaves out j and j + n / 2',
    keepsTheorem: false,
    make: (of) => spread(of, (j) => 2 * j - 1),
  },
  'growing frequencies': {
    about: 'about evenly spaced from 1 to n / 2, one apart at first',
    keepsTheorem: null,
    make: (of) => {
      // j + c (j - 1)^2 ends at n / 2.
      const c = (Math.floor((of.n - 1) / 2) - of.k) / Math.max(1, (of.k - 1) ** 2);
      return spread(of, (j) => Math.floor(j + c * (j - 1) ** 2));
    },
  },
  'half low, half spread': {
    about: '1 to k / 2, the rest evenly up to n / 2: every set of at most k / 2 labels stays in reach',
    keepsTheorem: null,
    make: (of) => {
      const low = Math.floor(of.k / 2);
      const step = Math.floor((of.n - 1) / 2 - low) / (of.k - low);
      return spread(of, (j) => (j <= low ? j : Math.floor(low + (j - low) * step)));
    },
  },
  'wide gaps': {
    about: "angles in the order of suggestLabelOrder, gaps as the square root of the labels' counts",
    keepsTheorem: true,
    make: (of) => dft(of, anglesByCounts(of)),
  },
  'polynomials, even points': {
    about: 'Vandermonde: polynomials of degree up to 2k at even points of a line, as orthonormal columns',
    keepsTheorem: true,
    make: (of) => polynomials(of, (place) => (2 * place + 1) / of.n - 1),
  },
  "polynomials, Chebyshev's points": {
    about: 'the same at the points cos(pi (i + 1/2) / n): the cosine transform',
    keepsTheorem: true,
    make: (of) => polynomials(of, (place) => Math.cos((Math.PI * (place + 0.5)) / of.n)),
  },
  // With rows scaled, Vandermonde at geometric points: powers of exp(h x), h the distance of the bumps.
  'Gaussian kernel': {
    about:
      'Gaussian bumps around 2k + 1 even points of a line: strictly totally positive (Karlin, Total Positivity, 1968)',
    keepsTheorem: true,
    make: (of) => bumps(of, evenAngles(of.n), onLine, gauss),
  },
  // 1 / (x + y) at geometric points x = exp(2u), y = exp(2v) is 1 / cosh(u - v), rows and columns scaled.
  'Cauchy kernel': {
    about: "1 / (x + y) at geometric points: strictly totally positive, by Cauchy's determinant",
    keepsTheorem: true,
    make: (of) => bumps(of, evenAngles(of.n), onLine, (u) => 1 / Math.cosh(u)),
  },
  'heat kernel of the circle': {
    about:
      'Gaussian bumps around 2k + 1 even points of the circle: minors of odd order are positive, at all distinct angles (Karlin and McGregor 1959)',
    keepsTheorem: true,
    make: (of) => bumps(of, evenAngles(of.n), onCircle, gauss),
  },
  'heat kernel, wide gaps': {
    about: 'the same at the angles of wide gaps',
    keepsTheorem: true,
    make: (of) => bumps(of, anglesByCounts(of), onCircle, gauss),
  },
} as const satisfies Record<string, Candidate>;

export type CandidateName = keyof typeof candidates;

export const candidateNames = Object.keys(candidates) as CandidateName[];

/** The candidate's matrix before training. */
export const candidateMatrix = ({ fixed, slack }: Split): Rows => beside(fixed, slack);

const randomSlack = ({ n, slack, seed }: Ingredients): Rows =>
  gaussian(n, slack, `slack ${seed}`, Math.sqrt(2 / n));

const withSlack = (of: Ingredients, fixed: Rows): Split => ({ fixed, slack: randomSlack(of) });

const dft = (of: Ingredients, angles: readonly number[]): Split =>
  withSlack(of, trigonometric(angles, lowest(of.k)));

const anglesIn = (name: 'random' | 'suggested', { n, labelSets, seed }: Ingredients): number[] =>
  evenAngles(n, labelOrder(name, labelSets, seed) ?? undefined);

function withOrthogonalSlack(of: Ingredients, angles: readonly number[]): Split {
  const { fixed, slack } = dft(of, angles);
  return { fixed, slack: of.slack === 0 ? slack : orthogonalTo(fixed, slack) };
}

const spread = (of: Ingredients, frequency: (j: number) => number): Split =>
  withSlack(of, trigonometric(evenAngles(of.n), lowest(of.k).map(frequency)));

/** The prime that is nearest above the square root of n and divides it not. */
function primeTo(n: number): number {
  const isPrime = (m: number): boolean => {
    for (let q = 2; q * q <= m; q++) if (m % q === 0) return false;
    return true;
  };
  let m = Math.max(2, Math.ceil(Math.sqrt(n)));
  while (!isPrime(m) || n % m === 0) m++;
  return m;
}

function anglesByCounts(of: Ingredients): number[] {
  const { n, labelSets, seed } = of;
  const counts = labelSets.labelCounts();
  const order = Array.from(labelOrder('suggested', labelSets, seed) ?? lowest(n).map((label) => label - 1));
  const sizes = order.map((label) => Math.sqrt(counts[label] + 1));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const angles = new Array<number>(n);
  let at = 0;
  order.forEach((label, place) => {
    angles[label] = (2 * Math.PI * (at + sizes[place] / 2)) / all;
    at += sizes[place];
  });
  return angles;
}

/** Columns of Chebyshev polynomials: they span the polynomials, and are less dependent than powers. */
function polynomials(of: Ingredients, point: (place: number) => number): Split {
  const value = (place: number, j: number): number => Math.cos(j * Math.acos(point(place)));
  return withSlack(of, orthonormal(table(of.n, 2 * of.k + 1, value)));
}

const gauss = (u: number): number => Math.exp(-0.5 * u ** 2);

/** In which turns around the circle a bump is seen. */
const onLine: readonly number[] = [0];
const onCircle: readonly number[] = [-2, -1, 0, 1, 2];

/** Bumps of a shape around 2k + 1 even points of the circle or of a line, as orthonormal columns. */
function bumps(
  of: Ingredients,
  angles: readonly number[],
  turns: readonly number[],
  shape: (u: number) => number,
): Split {
  const width = 2 * of.k + 1;
  const value = (label: number, j: number): number => {
    const u = (angles[label] / (2 * Math.PI)) * width - j - 0.5;
    return turns.reduce((sum, turn) => sum + shape(u + turn * width), 0);
  };
  const columns = orthonormal(table(of.n, width, value));
  // The verifier refuses numbers so small that their products vanish.
  return withSlack(
    of,
    columns.map((row) => row.map((x) => (Math.abs(x) < 1e-30 ? 0 : x))),
  );
}

const table = (rows: number, columns: number, value: (row: number, column: number) => number): Rows =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => value(i, j)));
