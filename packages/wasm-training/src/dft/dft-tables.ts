import type { dftTables as layout } from '../native/records.js';
import { type DftPlan, supportWidth } from './dft-plan.js';

/** The constants of a plan, in the form of `assembly/dft-tables.ts`. */
export type TableName = Exclude<keyof typeof layout, keyof DftPlan>;
export type DftTables = Partial<Record<TableName, Float32Array | Uint32Array>>;

/** The addresses of tables that a plan does not have: 0. */
export const absent: Readonly<Record<TableName, number>> = {
  ...{ fixed: 0, cosines: 0, sines: 0, cosineColumns: 0, sineColumns: 0 },
  ...{ bases: 0, weights: 0, tapWeights: 0 },
};

/**
 * The tables of a plan. With a grid, the product is a non-uniform fast Fourier transform of type 2 (Dutt and
 * Rokhlin 1993) with the 'exponential of semicircle' kernel (Barnett, Magland and af Klinteberg 2019): the
 * frequencies, divided by the kernel's transform, are summed on a grid of 2 half points; each label then sums
 * the points around it, weighted by the kernel.
 */
export function dftTables(plan: DftPlan): DftTables {
  return plan.half === 0 ? { fixed: denseRows(plan) } : gridTables(plan);
}

/** W_DFT^T, [2k + 1, n]. */
function denseRows({ n, k }: DftPlan): Float32Array {
  const cosines = Float64Array.from(
    { length: n },
    (_, i) => Math.sqrt(2 / n) * Math.cos((2 * Math.PI * i) / n),
  );
  const sines = Float64Array.from(
    { length: n },
    (_, i) => Math.sqrt(2 / n) * Math.sin((2 * Math.PI * i) / n),
  );
  const rows = new Float32Array((2 * k + 1) * n).fill(Math.sqrt(1 / n), 0, n);
  for (let j = 1; j <= k; j++) {
    const cosine = (2 * j - 1) * n;
    // i j mod n without a product: the angle grows by j from label to label.
    for (let i = 0, angle = 0; i < n; i++, angle = (angle + j) % n) {
      rows[cosine + i] = cosines[angle];
      rows[cosine + n + i] = sines[angle];
    }
  }
  return rows;
}

function gridTables({ n, k, half, taps }: DftPlan): DftTables {
  const points = 2 * half;
  const { kernel, transform } = semicircle(n, k, half, taps);

  // Angles at half steps: grid point m is at m + 1/2.
  const turn = (angle: number): number => (Math.PI * (angle % (2 * points))) / points;
  const cosineOf = Float64Array.from({ length: 2 * points }, (_, angle) => Math.cos(turn(angle)));
  const sineOf = Float64Array.from({ length: 2 * points }, (_, angle) => Math.sin(turn(angle)));
  const [cosines, sines] = [new Float32Array((k + 1) * half), new Float32Array(k * half)];
  const frequencies = 8 * Math.ceil((k + 1) / 8);
  const [cosineColumns, sineColumns] = [
    new Float32Array(frequencies * half),
    new Float32Array(frequencies * half),
  ];
  for (let j = 0; j <= k; j++) {
    const scale = Math.sqrt((j === 0 ? 1 : 2) / n) / transform(j);
    for (let m = 0; m < half; m++) {
      const angle = (j * (2 * m + 1)) % (2 * points);
      const panel = m >> 3;
      const cosine = scale * cosineOf[angle];
      cosines[(panel * (k + 1) + j) * 8 + (m & 7)] = cosine;
      cosineColumns[((j >> 3) * half + m) * 8 + (j & 7)] = cosine;
      if (j === 0) continue;
      const sine = scale * sineOf[angle];
      sines[(panel * k + j - 1) * 8 + (m & 7)] = sine;
      sineColumns[(((j - 1) >> 3) * half + m) * 8 + ((j - 1) & 7)] = sine;
    }
  }

  const panels = Math.ceil(n / 8);
  const bases = new Uint32Array(panels);
  const weights = new Float32Array(panels * taps * 8);
  const tapWeights = new Float32Array(panels * taps * 8);
  for (let panel = 0; panel < panels; panel++) {
    const first = 8 * panel;
    const last = Math.min(first + 7, n - 1);
    // The stored grid begins at point -taps / 2, so the window around this point starts at the same index.
    bases[panel] = Math.round(((first + last) / 2 / n) * points);
    for (let i = first; i <= last; i++) {
      const from = (i / n) * points - 0.5 + taps / 2 - bases[panel];
      for (let tap = 0; tap < taps; tap++) {
        const weight = kernel(from - tap);
        weights[(panel * taps + tap) * 8 + i - first] = weight;
        tapWeights[(panel * taps + (tap & ~7)) * 8 + (i - first) * 8 + (tap & 7)] = weight;
      }
    }
  }
  return { cosines, sines, cosineColumns, sineColumns, bases, weights, tapWeights };
}

/**
 * The kernel exp(beta (sqrt(1 - (t / h)^2) - 1)) for |t| < h, in steps of the grid, and its Fourier transform
 * at frequency j.
 */
function semicircle(n: number, k: number, half: number, taps: number) {
  const points = 2 * half;
  const width = supportWidth(n, half, taps);
  const h = width / 2;
  const beta = 0.97 * Math.PI * (1 - (2 * k + 1) / (2 * points)) * width;
  const kernel = (t: number): number => {
    const square = 1 - (t / h) ** 2;
    return square <= 0 ? 0 : Math.exp(beta * (Math.sqrt(square) - 1));
  };
  // The kernel is smooth in the angle whose cosine is t / h, so the midpoint rule converges fast.
  const nodes = 64;
  const angles = Array.from({ length: nodes / 2 }, (_, q) => (Math.PI * (q + 0.5)) / nodes);
  const places = angles.map((angle) => h * Math.cos(angle));
  const values = angles.map((angle, q) => ((2 * Math.PI * h) / nodes) * Math.sin(angle) * kernel(places[q]));
  const transform = (j: number): number =>
    values.reduce((sum, value, q) => sum + value * Math.cos((2 * Math.PI * j * places[q]) / points), 0);
  return { kernel, transform };
}
