import { crossEntropyBlock } from './loss-cross-entropy';
import { focusedBlock } from './loss-focused';
import { fill, sum } from './loss-numbers';
import { LossRows } from './loss-rows';
import { Focus, LOSS_TABLE, writeFocus, writeScale } from './loss-table';

/**
 * Losses that are computed for each label separately, and their gradients, in one pass over the logits.
 *
 * A row is processed in blocks, whose targets are dense in the cache even if they were given as label
 * indices. If the last part of a row is not a multiple of four, it is copied and padded with logits of minus
 * infinity, whose loss and gradient are 0.
 */

/** Numbers in a block, a multiple of four. */
const BLOCK: usize = 512;
const BLOCK_BYTES: usize = BLOCK << 2;

/** Bytes of scratch that losses work in: tables, and a block each of logits, targets, weights and gradients. */
export function lossScratch(): usize {
  return LOSS_TABLE + 4 * BLOCK_BYTES;
}

/** Which loss a block is of. */
const CROSS_ENTROPY: i32 = 0;
const FOCUSED: i32 = 1;

/**
 * Means over labels of `w t softplus(-z) + (1 - t) softplus(z)`, and `scale` times their gradients.
 *
 * @param weights The `weightCount` weights w: one, or n.
 * @param normalize 1 to replace each target first by y / (1 + sum of the others).
 * @param smoothing Share of a target that is then moved to 1/2.
 */
export function crossEntropy(
  batch: LossRows,
  weights: usize,
  weightCount: usize,
  normalize: i32,
  smoothing: f32,
  scale: f32,
): void {
  const n = <f32>batch.n;
  writeScale(batch.scratch, scale / n);
  labelLosses(CROSS_ENTROPY, batch, weights, weightCount, normalize, smoothing);
  const end = batch.values + (batch.rows << 2);
  for (let value = batch.values; value < end; value += 4) store<f32>(value, load<f32>(value) / n);
}

/**
 * Sums over labels of focused cross-entropies, and `scale` times their gradients: of an active label
 * `-weightPos (1 - p)^gammaPos log p`, of an inactive one `-weightNeg q^gammaNeg log(1 - q)`, p = sigmoid(z),
 * q = max(p - clip, 0).
 */
export function focusedCrossEntropy(batch: LossRows, focus: Focus, scale: f32): void {
  writeScale(batch.scratch, scale);
  writeFocus(batch.scratch, focus);
  labelLosses(FOCUSED, batch, 0, 0, 0, 0);
}

/** Sums over labels, row by row. */
function labelLosses(
  kind: i32,
  batch: LossRows,
  weights: usize,
  weightCount: usize,
  normalize: i32,
  smoothing: f32,
): void {
  // Fields once, as in all loops here: every access of one is a load.
  const n = batch.n;
  const y = batch.y;
  const gradient = batch.gradient;
  const scratch = batch.scratch;
  const zs = scratch + LOSS_TABLE;
  const ts = zs + BLOCK_BYTES;
  const ws = ts + BLOCK_BYTES;
  const gs = ws + BLOCK_BYTES;
  if (weightCount == 1) fill(ws, load<f32>(weights), BLOCK);
  const inactive: f32 = smoothing / 2;

  for (let row: usize = 0; row < batch.rows; row++) {
    let place: usize = 0;
    let last: usize = 0;
    let active: f32 = 1;
    let others: f32 = 0; // of a row of dense targets: 1 and their sum
    if (y == 0) {
      place = batch.firstLabel(row);
      last = batch.firstLabel(row + 1);
      if (normalize) active = 1 / <f32>((last - place) >> 2);
      active = active * (1 - smoothing) + inactive;
      fill(ts, inactive, BLOCK);
    } else if (normalize) {
      others = 1 + <f32>sum(y + ((row * n) << 2), n);
    }

    let total: f64 = 0;
    for (let start: usize = 0; start < n; start += BLOCK) {
      const size = min(BLOCK, n - start);
      const padded = (size + 3) & ~3;
      const whole = size == padded;
      const at = (row * n + start) << 2;
      let z = batch.logits + at;
      let t = ts;
      let w = ws;
      let g: usize = gradient == 0 ? 0 : whole ? gradient + at : gs;

      const first = place;
      if (y == 0) {
        for (; place < last; place += 4) {
          const label = <usize>load<i32>(place) - start;
          if (label >= size) break;
          store<f32>(ts + (label << 2), active);
        }
      } else if (whole && !normalize && smoothing == 0) {
        t = y + at;
      } else {
        for (let j: usize = 0; j < size; j++) {
          let target = load<f32>(y + at + (j << 2));
          if (normalize) target /= others - target;
          store<f32>(ts + (j << 2), target * (1 - smoothing) + inactive);
        }
      }
      if (weightCount > 1) {
        w = weights + (start << 2);
        if (!whole) {
          memory.copy(ws, w, size << 2);
          fill(ws + (size << 2), 1, padded - size);
          w = ws;
        }
      }
      if (!whole) {
        memory.copy(zs, z, size << 2);
        fill(zs + (size << 2), -Infinity, padded - size);
        fill(ts + (size << 2), 0, padded - size);
        z = zs;
      }

      total +=
        kind == CROSS_ENTROPY
          ? crossEntropyBlock(padded, z, t, w, g, scratch)
          : focusedBlock(padded, z, t, g, scratch);
      if (g == gs) memory.copy(gradient + at, gs, size << 2);
      if (y == 0) {
        for (let p = first; p < place; p += 4)
          store<f32>(ts + ((<usize>load<i32>(p) - start) << 2), inactive);
      }
    }
    store<f32>(batch.values + (row << 2), <f32>total);
  }
}
