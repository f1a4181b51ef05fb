import { exp, log1p, ONE } from './exp';
import { pairSums, times } from './loss-numbers';
import { SCALE } from './loss-table';
import { madd } from './simd';

/**
 * Sum over a block of the weighted cross-entropies of logits z with targets t; its scaled gradient into g,
 * unless g is 0.
 */
export function crossEntropyBlock(size: usize, z: usize, t: usize, w: usize, g: usize, table: usize): f64 {
  const zero = f32x4.splat(0);
  const unit = f64x2.splat(1);
  let total = f64x2.splat(0);
  // Of inactive labels the sum of log(1 + u) is the logarithm of a product: P - 1, in float64, so that small
  // u count too. A block's factors of at most 2 do not overflow.
  let left = f64x2.splat(0);
  let right = left;
  for (let i: usize = 0; i < size << 2; i += 16) {
    const x = v128.load(z + i);
    const y = v128.load(t + i);
    const one = v128.load(table, ONE);
    // p = sigmoid(x) = exp(min(x, 0)) / (1 + u), u = exp(-|x|); softplus(x) = max(x, 0) + log(1 + u).
    const minus = f32x4.neg(x);
    const u = exp(f32x4.min(x, minus), table);
    const inverse = f32x4.div(v128.load(table, SCALE), f32x4.add(one, u));
    const positive = f32x4.ge(x, zero);
    let slope = f32x4.mul(v128.bitselect(one, u, positive), inverse);
    let value = f32x4.max(x, zero);
    if (v128.any_true(y)) {
      const q = f32x4.mul(v128.bitselect(u, one, positive), inverse); // sigmoid(-x)
      const a = f32x4.mul(v128.load(w + i), y);
      const b = f32x4.sub(one, y);
      const rest = log1p(u, table);
      value = madd(f32x4.add(a, b), rest, f32x4.add(times(b, value), times(a, f32x4.max(minus, zero))));
      slope = f32x4.sub(f32x4.mul(b, slope), f32x4.mul(a, q));
    } else {
      left = f64x2.add(left, f64x2.mul(f64x2.add(left, unit), f64x2.promote_low_f32x4(u)));
      right = f64x2.add(
        right,
        f64x2.mul(f64x2.add(right, unit), f64x2.promote_low_f32x4(i32x4.shuffle(u, u, 2, 3, 0, 1))),
      );
    }
    total = f64x2.add(total, pairSums(value));
    if (g) v128.store(g + i, slope);
  }
  const both = f64x2.add(left, f64x2.mul(f64x2.add(left, unit), right));
  const p = f64x2.extract_lane(both, 0);
  const q = f64x2.extract_lane(both, 1);
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1) + Math.log1p(p + q + p * q);
}
