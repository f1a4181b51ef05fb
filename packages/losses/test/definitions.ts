import type { Matrix } from './evaluate.js';

/** The options of all losses; each uses its own. */
export interface Options {
  readonly alpha: number;
  readonly gamma: number;
  readonly gammaNeg: number;
  readonly gammaPos: number;
  readonly clip: number;
  readonly eps: number;
  readonly epsilon1: number;
  readonly normalize: boolean;
  readonly base: string;
  readonly targetScale: number;
  readonly positiveWeight: number | readonly number[];
  readonly labelSmoothing: number;
  readonly surrogate: string;
  readonly margin: number;
  readonly k: readonly number[];
  readonly rankTemperature: number;
  readonly scoreTemperature: number;
  readonly metric?: string;
  readonly average: string;
  readonly inputs: string;
  readonly beta?: number;
  readonly eta?: number;
  readonly fbeta?: number;
}

/** A loss's values before reduction, in float64 and as its docstring defines it. */
type Definition = (y: Matrix, z: Matrix, options: Options) => number[];

const sum = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0);
const mean = (xs: readonly number[]): number => sum(xs) / xs.length;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const columns = (rows: Matrix): number[][] => rows[0].map((_, j) => rows.map((row) => row[j]));

/** A loss of each example from that of each label. */
const ofLabels =
  (reduce: (xs: number[]) => number, value: (p: number, y: number, options: Options) => number): Definition =>
  (y, z, options) =>
    z.map((row, i) => reduce(row.map((logit, j) => value(sigmoid(logit), y[i][j], options))));

const ofRows =
  (value: (y: readonly number[], z: readonly number[], options: Options) => number): Definition =>
  (y, z, options) =>
    z.map((row, i) => value(y[i], row, options));

const labels = (y: readonly number[], active: number): number[] =>
  y.flatMap((value, j) => (value === active ? [j] : []));

const formulas: Record<string, (tp: number, fp: number, fn: number, tn: number, b: number) => number> = {
  accuracy: (tp, fp, fn, tn) => (tp + tn) / (tp + fp + fn + tn),
  precision: (tp, fp) => tp / (tp + fp),
  recall: (tp, _, fn) => tp / (tp + fn + 1e-16),
  specificity: (_, fp, __, tn) => tn / (tn + fp + 1e-16),
  npv: (_, __, fn, tn) => tn / (tn + fn),
  jaccard: (tp, fp, fn) => tp / (tp + fp + fn),
  fbeta: (tp, fp, fn, _, b) => ((1 + b * b) * tp) / ((1 + b * b) * tp + fp + b * b * fn),
};

const confusion =
  (fixed?: string): Definition =>
  (y, z, options) => {
    const { metric = fixed, average, inputs, beta, eta, fbeta = 1 } = options;
    const share = (logit: number): number => {
      const u = inputs === 'probabilities' ? sigmoid(logit) : logit;
      return beta === undefined ? u : sigmoid(beta * (u + eta!));
    };
    // What is counted together: the examples of a label, or the labels of an example.
    const [targets, logits] = average === 'samples' ? [y, z] : [columns(y), columns(z)];
    const counts = targets.map((ys, group) => {
      const shares = logits[group].map(share);
      const count = (f: (s: number, y: number) => number): number => sum(shares.map((s, i) => f(s, ys[i])));
      return [
        count((s, y) => s * y),
        count((s, y) => s * (1 - y)),
        count((s, y) => (1 - s) * y),
        count((s, y) => (1 - s) * (1 - y)),
      ];
    });
    const loss = ([tp, fp, fn, tn]: number[]): number => {
      const measure = formulas[metric!](tp, fp, fn, tn, fbeta);
      return 1 - (Number.isNaN(measure) ? 0 : measure);
    };
    if (average === 'micro') return [loss(columns(counts).map(sum))];
    if (average !== 'weighted') return counts.map(loss);
    const support = columns(y).map(sum);
    if (sum(support) === 0) return [1];
    return [sum(counts.map((one, j) => (support[j] / sum(support)) * loss(one)))];
  };

const softmaxCrossEntropy = (z: readonly number[], j: number): number =>
  Math.log(sum(z.map((x) => Math.exp(x - z[j]))));

/** The loss of one example with the single label `active`. */
function singleLabel(z: readonly number[], active: number, options: Options): number {
  const { base, labelSmoothing, gamma, targetScale } = options;
  const t = z.map((_, j) => (1 - labelSmoothing) * Number(j === active) + labelSmoothing / z.length);
  if (base === 'squared') return mean(z.map((x, j) => (x - targetScale * t[j]) ** 2));
  const logs = z.map((_, j) => softmaxCrossEntropy(z, j));
  const focus = base === 'focal' ? logs.map((x) => (1 - Math.exp(-x)) ** gamma) : logs.map(() => 1);
  return sum(z.map((_, j) => t[j] * focus[j] * logs[j]));
}

/** The losses that draw nothing, by name. */
export const definitions: Record<string, Definition> = {
  asymmetric: ofLabels(sum, (p, y, { gammaNeg, gammaPos, clip, eps }) => {
    const q = Math.max(p - clip, 0);
    const active = -((1 - p) ** gammaPos) * Math.log(Math.max(p, eps));
    return y * active - (1 - y) * q ** gammaNeg * Math.log(Math.max(1 - q, eps));
  }),
  confusionLoss: confusion(),
  focal: ofLabels(
    sum,
    (p, y, { alpha, gamma }) =>
      -alpha * y * (1 - p) ** gamma * Math.log(p) - (1 - alpha) * (1 - y) * p ** gamma * Math.log(1 - p),
  ),
  oneVersusAll: (y, z, options) => {
    const { normalize, positiveWeight, labelSmoothing } = options;
    return z.map((row, i) =>
      mean(
        row.map((logit, j) => {
          const others = sum(y[i].filter((_, other) => other !== j));
          const share = normalize ? y[i][j] / (1 + others) : y[i][j];
          const t = share * (1 - labelSmoothing) + labelSmoothing / 2;
          const w = typeof positiveWeight === 'number' ? positiveWeight : positiveWeight[j];
          return -w * t * Math.log(sigmoid(logit)) - (1 - t) * Math.log(sigmoid(-logit));
        }),
      ),
    );
  },
  pairwiseRanking: ofRows((y, z, { surrogate, margin }) => {
    const cost = (u: number): number =>
      surrogate === 'hinge' ? Math.max(0, margin + u) : Math.log(1 + Math.exp(u));
    const costs = labels(y, 1).flatMap((a) => labels(y, 0).map((b) => cost(z[b] - z[a])));
    return costs.length > 0 ? mean(costs) : 0;
  }),
  pickAllLabels: ofRows((y, z, options) => {
    const terms = labels(y, 1).map((j) => singleLabel(z, j, options));
    return terms.length === 0 ? 0 : options.normalize ? mean(terms) : sum(terms);
  }),
  polyLoss: ofLabels(mean, (p, y, { epsilon1 }) => {
    const right = y * p + (1 - y) * (1 - p);
    return -y * Math.log(p) - (1 - y) * Math.log(1 - p) + epsilon1 * (1 - right);
  }),
  recallAtKSurrogate: ofRows((y, z, options) => {
    const { k, rankTemperature, scoreTemperature } = options;
    const active = labels(y, 1);
    const recalls = active.flatMap((a) => {
      const above = z.filter((_, b) => b !== a).map((score) => sigmoid((score - z[a]) / scoreTemperature));
      return k.map((one) => sigmoid((one - 1 - sum(above)) / rankTemperature));
    });
    return active.length > 0 ? 1 - mean(recalls) : 0;
  }),
  sigmoidF1: confusion('fbeta'),
  smoothAccuracy: confusion('accuracy'),
  smoothFBeta: confusion('fbeta'),
  smoothJaccard: confusion('jaccard'),
  smoothNpv: confusion('npv'),
  smoothPrecision: confusion('precision'),
  smoothRecall: confusion('recall'),
  smoothSpecificity: confusion('specificity'),
  unboundedF1: confusion('fbeta'),
  zlpr: ofRows(
    (y, z) =>
      Math.log(1 + sum(labels(y, 0).map((j) => Math.exp(z[j])))) +
      Math.log(1 + sum(labels(y, 1).map((j) => Math.exp(-z[j])))),
  ),
};

/** Gradient of f by central differences, exact to about 1e-9 for logits and losses of size 1. */
export function numericGradient(f: (z: Matrix) => number, z: Matrix): number[][] {
  const h = 1e-5;
  const at = (i: number, j: number, change: number): number =>
    f(z.map((row, r) => row.map((x, c) => (r === i && c === j ? x + change : x))));
  return z.map((row, i) => row.map((_, j) => (at(i, j, h) - at(i, j, -h)) / (2 * h)));
}
