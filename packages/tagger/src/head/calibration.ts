import type { LabelSets } from '@argmaxable/core';

/** How a score becomes a log-odds: `slope * score + offset`. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

/** Scores are counted in bins: there may be millions. */
const bins = { low: -4, high: 4, count: 8192 };
/** A smaller slope would leave nothing of the order of the scores in float32. */
const leastSlope = 1e-3;

/**
 * Fits one slope and one offset for all labels by logistic regression of what is true on the score (Platt
 * 1999, with his targets of (n + 1) / (n + 2) and 1 / (n + 2) in place of 1 and 0).
 *
 * @param scores [examples, labels], by a model that was trained without the examples.
 */
export function calibrate(labelSets: LabelSets, scores: Float32Array): Calibration {
  const all = new Float64Array(bins.count);
  const active = new Float64Array(bins.count);
  for (let i = 0; i < labelSets.size; i++) {
    const row = scores.subarray(i * labelSets.numLabels, (i + 1) * labelSets.numLabels);
    for (const score of row) all[binOf(score)]++;
    for (const label of labelSets.get(i)) active[binOf(row[label])]++;
  }
  return fitLogistic(all, active);
}

function binOf(score: number): number {
  const bin = Math.floor(((score - bins.low) / (bins.high - bins.low)) * bins.count);
  return Math.min(bins.count - 1, Math.max(0, bin));
}

/** Newton's method, a step halved until the loss falls. */
function fitLogistic(all: Float64Array, active: Float64Array): Calibration {
  const sum = (counts: Float64Array) => counts.reduce((a, b) => a + b, 0);
  const [total, positives] = [sum(all), sum(active)];
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (total - positives + 2);
  const targets = active.map((count, i) => count * high + (all[i] - count) * low);
  const middle = (bin: number) => bins.low + ((bin + 0.5) * (bins.high - bins.low)) / bins.count;
  const lossOf = (slope: number, offset: number) =>
    all.reduce((loss, count, bin) => {
      const z = slope * middle(bin) + offset;
      return loss + count * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))) - targets[bin] * z;
    }, 0);
  let [slope, offset] = [0, Math.log((positives + 1) / (total - positives + 1))];
  let loss = lossOf(slope, offset);
  for (let round = 0; round < 100; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    all.forEach((count, bin) => {
      if (count === 0) return;
      const x = middle(bin);
      const p = 1 / (1 + Math.exp(-(slope * x + offset)));
      const [residual, curve] = [count * p - targets[bin], count * p * (1 - p)];
      g0 += residual * x;
      g1 += residual;
      h00 += curve * x * x;
      h01 += curve * x;
      h11 += curve;
    });
    const determinant = h00 * h11 - h01 * h01;
    const step = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    let [scale, next] = [1, Infinity];
    while (scale > 1e-6 && !((next = lossOf(slope - scale * step[0], offset - scale * step[1])) <= loss)) {
      scale /= 2;
    }
    if (!(next <= loss)) break;
    [slope, offset] = [slope - scale * step[0], offset - scale * step[1]];
    const gain = loss - next;
    loss = next;
    if (gain < 1e-9 * total) break;
  }
  return { slope: Math.max(slope, leastSlope), offset };
}
