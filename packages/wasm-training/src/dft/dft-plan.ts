/**
 * How the product with W_DFT [n, 2k + 1] is computed: through a grid on the circle, or as a dense product if
 * `half` is 0.
 */
export interface DftPlan {
  n: number;
  k: number;
  /** Half the points of the grid, a multiple of 8. */
  half: number;
  /** The number of grid points that each label reads, 8 or 16. */
  taps: number;
}

/**
 * A bound on the error of the kernel, relative to the largest logit; rounding to float32 adds several times
 * as much.
 */
const truncation = 3e-8;
/** A coarser grid saves little, and its deconvolution makes rounding errors grow. */
const leastOversampling = 2;

/** The plan with the fewest multiplications that keeps the kernel's error below 3e-8. */
export function dftPlan(n: number, k: number): DftPlan {
  const d = 2 * k + 1;
  let best: DftPlan = { n, k, half: 0, taps: 0 };
  let least = n * d;
  for (const taps of [8, 16]) {
    for (let half = 8 * Math.ceil((leastOversampling * d) / 16); half < n / 2; half += 8) {
      const width = supportWidth(n, half, taps);
      if (width <= 0) break;
      if (Math.exp(-Math.PI * width * Math.sqrt(1 - d / (2 * half))) > truncation) continue;
      const cost = d * half + n * taps;
      if (cost < least) {
        least = cost;
        best = { n, k, half, taps };
      }
      break; // a finer grid costs more
    }
  }
  return best;
}

/**
 * Width of the kernel in steps of the grid: 8 neighbouring labels share one window of taps, so the kernel is
 * narrower than the window by the seven distances between them.
 */
export function supportWidth(n: number, half: number, taps: number): number {
  return taps - (7 * 2 * half) / n;
}
