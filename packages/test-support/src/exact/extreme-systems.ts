import { type Random } from '@argmaxable/core';
import type { ExactQuestion } from './oracle.js';

/** A classifier as `readClassifier` takes it, in plain numbers, a rule and a label set. */
export interface ExtremeSystem {
  /** How its numbers were drawn. */
  readonly style: (typeof systemStyles)[number];
  readonly input: {
    readonly weights: number[][];
    readonly bias: number[] | null;
    readonly projection: { readonly weights: number[][]; readonly bias: number[] | null } | null;
    readonly featureRange: { readonly lower: number[]; readonly upper: number[] };
  };
  readonly rule: 'sign' | 'topK';
  readonly labels: number[];
}

/**
 * 'moderate': around 1. 'integers': small ones, with ties and rows of zeros. 'rows', 'columns': each row or
 * column of a size of its own, from 1e-60 to 1e60. 'bias': one of another size than the weights. 'far':
 * features far from 0 beside the width of their range. 'all': each number of a size of its own, from 1e-100
 * to 1e100.
 */
export const systemStyles = ['moderate', 'integers', 'rows', 'columns', 'bias', 'far', 'all'] as const;

export function extremeSystem(random: Random, style: ExtremeSystem['style']): ExtremeSystem {
  const pick = <T>(choices: readonly T[]): T => choices[random.integer(choices.length)];
  const size = (most: number): number => 10 ** Math.round((2 * random.next() - 1) * most);
  const isInteger = random.next() < (style === 'integers' ? 1 : 0.4);
  const number = (): number => {
    if (isInteger) return pick([-3, -2, -1, -1, 0, 0, 1, 1, 2, 3]);
    return (random.next() < 0.1 ? 0 : 2 * random.next() - 1) * (style === 'all' ? size(99) : 1);
  };
  const n = 1 + random.integer(5);
  const d = 1 + random.integer(3);
  const hasProjection = random.next() < 0.25;
  const inputs = hasProjection ? 1 + random.integer(3) : d;
  const rowSizes = Array.from({ length: n }, () => (style === 'rows' ? size(60) : 1));
  const columnSizes = Array.from({ length: d }, () => (style === 'columns' ? size(60) : 1));
  const inRange = (value: number): number => {
    const magnitude = Math.abs(value);
    return magnitude === 0 || (magnitude >= 1e-99 && magnitude <= 1e99) ? value : Math.sign(value);
  };
  const matrix = (rows: number, columns: number, of: (i: number, j: number) => number): number[][] =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => inRange(of(i, j))));
  const biasSize = style === 'bias' ? size(80) : 1;
  const bounds = Array.from({ length: inputs }, () => drawnRange(random, style, pick, size));
  const shared = pick([true, false]) ? bounds.map(() => bounds[0]) : bounds;
  return {
    style,
    input: {
      weights: matrix(n, d, (i, k) => number() * rowSizes[i] * columnSizes[k]),
      bias:
        random.next() < 0.6
          ? Array.from({ length: n }, (_, i) => inRange(number() * biasSize * rowSizes[i]))
          : null,
      projection: hasProjection
        ? {
            weights: matrix(d, inputs, number),
            bias: random.next() < 0.5 ? Array.from({ length: d }, () => inRange(number() * biasSize)) : null,
          }
        : null,
      featureRange: { lower: shared.map(([low]) => low), upper: shared.map(([, high]) => high) },
    },
    rule: pick(['sign', 'sign', 'topK']),
    labels: Array.from({ length: n }, (_, i) => i).filter(() => random.next() < 0.5),
  };
}

function drawnRange(
  random: Random,
  style: ExtremeSystem['style'],
  pick: <T>(choices: readonly T[]) => T,
  size: (most: number) => number,
): [number, number] {
  const width = style === 'all' || style === 'bias' ? size(90) : style === 'moderate' ? 1 : size(6);
  if (style === 'far') {
    const at = pick([-1, 1]) * 2 ** random.integer(40);
    return [at, at + 1];
  }
  return pick<[number, number]>([
    [-Infinity, Infinity],
    [0, Infinity],
    [-width, width],
    [0, width],
    [-Infinity, width],
    [width, width],
    [-width, Infinity],
    [0, 0],
  ]);
}

export function exactQuestion({ input, rule }: ExtremeSystem): ExactQuestion {
  const { featureRange, ...others } = input;
  return { ...others, ...featureRange, thresholds: null, ranked: rule !== 'sign' };
}
