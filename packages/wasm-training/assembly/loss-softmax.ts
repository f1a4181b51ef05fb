import { exp, log, writeExpTable } from './exp';
import { pairSums } from './loss-numbers';
import { LossRows } from './loss-rows';

/**
 * Sums (with `normalize`: means) over active labels of the softmax cross-entropy, and `scale` times their
 * gradients.
 */
export function softmaxCrossEntropy(batch: LossRows, normalize: i32, scale: f32): void {
  const n = batch.n;
  const y = batch.y;
  const scratch = batch.scratch;
  writeExpTable(scratch);
  for (let row: usize = 0; row < batch.rows; row++) {
    const z = batch.logits + ((row * n) << 2);
    const g: usize = batch.gradient == 0 ? 0 : batch.gradient + ((row * n) << 2);
    const greatest = maximum(z, n);
    const powers = sumOfPowers(z, n, greatest, g, scratch);
    let count: f64 = 0;
    let distance: f64 = 0; // of the active logits from the greatest
    let place: usize = 0;
    let last: usize = 0;
    if (y == 0) {
      place = batch.firstLabel(row);
      last = batch.firstLabel(row + 1);
      count = <f64>((last - place) >> 2);
      for (let p = place; p < last; p += 4)
        distance += <f64>greatest - <f64>load<f32>(z + ((<usize>load<i32>(p)) << 2));
    } else {
      for (let j: usize = 0; j < n; j++) {
        const target = load<f32>(y + ((row * n + j) << 2));
        if (target == 0) continue;
        count += <f64>target;
        distance += <f64>target * (<f64>greatest - <f64>load<f32>(z + (j << 2)));
      }
    }
    const share: f64 = !normalize ? 1 : count == 0 ? 0 : 1 / count;
    // Both terms are 0 or more, so that neither is lost to the other.
    const logSum = log(f32x4.splat(<f32>powers), f32x4.splat(<f32>(powers - 1)), scratch);
    store<f32>(
      batch.values + (row << 2),
      <f32>(share * (count * <f64>f32x4.extract_lane(logSum, 0) + distance)),
    );
    if (g == 0) continue;

    const factor = (<f64>scale * share) / powers;
    multiply(g, n, <f32>(factor * count));
    // For an active label the gradient is computed again, from its power, because it is the difference of
    // nearly equal numbers.
    if (y == 0) {
      for (; place < last; place += 4) {
        const j = (<usize>load<i32>(place)) << 2;
        store<f32>(
          g + j,
          <f32>(factor * (count * <f64>power(load<f32>(z + j) - greatest, scratch) - powers)),
        );
      }
    } else {
      for (let j: usize = 0; j < n << 2; j += 4) {
        const target = load<f32>(y + ((row * n) << 2) + j);
        if (target == 0) continue;
        store<f32>(
          g + j,
          <f32>(factor * (count * <f64>power(load<f32>(z + j) - greatest, scratch) - <f64>target * powers)),
        );
      }
    }
  }
}

function maximum(x: usize, n: usize): f32 {
  let most = f32x4.splat(-Infinity);
  let j: usize = 0;
  for (; j + 4 <= n; j += 4) most = f32x4.max(most, v128.load(x + (j << 2)));
  most = f32x4.max(most, i32x4.shuffle(most, most, 2, 3, 0, 1));
  let result = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  for (; j < n; j++) result = max(result, load<f32>(x + (j << 2)));
  return result;
}

/** Sum of exp(x - greatest); the powers themselves into g, unless g is 0. */
function sumOfPowers(x: usize, n: usize, greatest: f32, g: usize, table: usize): f64 {
  const shift = f32x4.splat(greatest);
  let total = f64x2.splat(0);
  let j: usize = 0;
  for (; j + 4 <= n; j += 4) {
    const powers = exp(f32x4.sub(v128.load(x + (j << 2)), shift), table);
    total = f64x2.add(total, pairSums(powers));
    if (g) v128.store(g + (j << 2), powers);
  }
  let result = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
  for (; j < n; j++) {
    const one = power(load<f32>(x + (j << 2)) - greatest, table);
    result += <f64>one;
    if (g) store<f32>(g + (j << 2), one);
  }
  return result;
}

function power(x: f32, table: usize): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x), table), 0);
}

function multiply(x: usize, n: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  let j: usize = 0;
  for (; j + 4 <= n; j += 4) v128.store(x + (j << 2), f32x4.mul(v128.load(x + (j << 2)), factors));
  for (; j < n; j++) store<f32>(x + (j << 2), load<f32>(x + (j << 2)) * factor);
}
