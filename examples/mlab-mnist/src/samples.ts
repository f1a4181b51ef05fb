import { seededRandom } from '@argmaxable/core';
import { type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, imagesOf } from './dataset.js';
import type { Sample } from './result.js';

/** Images of each number of digits. */
const EACH = 6;

/**
 * A few test images of one, two and three digits, which the seed picks, and what the networks see on them.
 */
export function sampleImages(
  { test, imageSize }: Dataset,
  models: readonly { readonly name: string; readonly model: LayersModel }[],
  seed: number,
): Sample[] {
  const order = seededRandom(`samples ${seed}`).permutation(test.images.length);
  const rows = [1, 2, 3].flatMap((m) =>
    order.filter((row) => test.labelSets.get(row).length === m).slice(0, EACH),
  );
  const predictions = models.map(({ name, model }) => {
    const logits = tidy(() => (model.predict(imagesOf(test, rows, imageSize)) as Tensor2D).arraySync());
    return { name, logits };
  });
  return rows.map((row, i) => {
    const digits = [...test.labelSets.get(row)];
    return {
      pixels: Buffer.from(test.images[row]).toString('base64'),
      digits,
      predictions: predictions.map(({ name, logits }) => ({
        model: name,
        digits: highest(logits[i], digits.length),
      })),
    };
  });
}

/** The labels of the m highest scores, ascending. */
function highest(scores: readonly number[], m: number): number[] {
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
  return order.slice(0, m).sort((a, b) => a - b);
}
