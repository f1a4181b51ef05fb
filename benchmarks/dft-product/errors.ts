import { errorToLargest } from '@argmaxable/test-support';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Sizes } from './sizes.js';

/** Examples that are compared with the definition. */
const examples = 2;

/**
 * The largest errors of logits z and of the gradient dx against the definition in float64, to the largest
 * number of either.
 */
export async function errors(
  { batch, n, k, slack, ordered }: Sizes,
  order: Int32Array,
  tensors: Record<'x' | 's' | 'dy' | 'z' | 'dx', Tensor>,
): Promise<{ logitError: number; gradientError: number }> {
  const [x, s, dy, z, dx] = await Promise.all(
    (['x', 's', 'dy', 'z', 'dx'] as const).map((name) => tensors[name].data()),
  );
  const d = 2 * k + 1;
  const width = d + slack;
  const rows = Math.min(batch, examples);
  const [exact, exactGradient] = [new Float64Array(rows * n), new Float64Array(rows * width)];
  const angles = Float64Array.from({ length: n }, (_, i) => (2 * Math.PI * i) / n);
  const cosines = angles.map((angle) => Math.sqrt(2 / n) * Math.cos(angle));
  const sines = angles.map((angle) => Math.sqrt(2 / n) * Math.sin(angle));
  const row = new Float64Array(width).fill(Math.sqrt(1 / n), 0, 1);
  for (let place = 0; place < n; place++) {
    const label = ordered ? order[place] : place;
    for (let j = 1; j <= k; j++) {
      row[2 * j - 1] = cosines[(place * j) % n];
      row[2 * j] = sines[(place * j) % n];
    }
    for (let j = 0; j < slack; j++) row[d + j] = s[j * n + label];
    for (let b = 0; b < rows; b++) {
      for (let j = 0; j < width; j++) {
        exact[b * n + label] += row[j] * x[b * width + j];
        exactGradient[b * width + j] += row[j] * dy[b * n + label];
      }
    }
  }
  return {
    logitError: errorToLargest(z.subarray(0, exact.length), exact),
    gradientError: errorToLargest(dx.subarray(0, exactGradient.length), exactGradient),
  };
}
