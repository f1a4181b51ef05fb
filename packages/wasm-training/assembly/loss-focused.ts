import { exp, log, log1p, ONE } from './exp';
import { pairSums, times } from './loss-numbers';
import {
  ACTIVE,
  ALMOST_INFINITY,
  CLIP,
  CLIPPED,
  GAMMA,
  INACTIVE,
  LEAST,
  MINUS_GAMMA,
  MOST,
  MOVING_GAMMA,
  SCALE,
  WEIGHT,
} from './loss-table';
import { madd } from './simd';

/**
 * Sum over a block of the focused cross-entropies of logits z with targets t; its scaled gradient into g,
 * unless g is 0.
 */
export function focusedBlock(size: usize, z: usize, t: usize, g: usize, table: usize): f64 {
  return load<f32>(table, CLIP) > 0
    ? focusedLoop(true, size, z, t, g, table)
    : focusedLoop(false, size, z, t, g, table);
}

// @ts-ignore: decorator
@inline
function focusedLoop(clipped: bool, size: usize, z: usize, t: usize, g: usize, table: usize): f64 {
  const zero = f32x4.splat(0);
  let total = f64x2.splat(0);
  for (let i: usize = 0; i < size << 2; i += 16) {
    const x = v128.load(z + i);
    const y = v128.load(t + i);
    // Most labels of a trained model are below the clip; NaN is not below it.
    if (clipped && !v128.any_true(y) && i32x4.all_true(f32x4.le(x, v128.load(table, CLIPPED)))) {
      if (g) v128.store(g + i, zero);
      continue;
    }
    const one = v128.load(table, ONE);
    const minus = f32x4.neg(x);
    const u = exp(f32x4.min(x, minus), table);
    const rest = log1p(u, table);
    const inverse = f32x4.div(one, f32x4.add(one, u));
    const positive = f32x4.ge(x, zero);
    const p = f32x4.mul(v128.bitselect(one, u, positive), inverse);
    const q = f32x4.mul(v128.bitselect(u, one, positive), inverse);
    const softplus = f32x4.add(f32x4.max(x, zero), rest); // -log q
    const mirrored = f32x4.add(f32x4.max(minus, zero), rest); // -log p
    const most = v128.load(table, MOST);

    let value = zero;
    let slope = zero;
    if (!clipped) {
      const weight = focus(p, mirrored, table + INACTIVE, table);
      value = f32x4.mul(weight, f32x4.min(softplus, most));
      slope = f32x4.mul(weight, focusedSlope(softplus, p, q, table + INACTIVE, table));
    } else {
      const clip = v128.load(table, CLIP);
      const over = f32x4.max(f32x4.sub(p, clip), zero);
      const left = f32x4.min(one, f32x4.add(q, clip)); // 1 - over
      const base = f32x4.max(over, v128.load(table, LEAST));
      const unlike = f32x4.sub(f32x4.mul(over, zero), log(left, f32x4.neg(over), table)); // keeps a NaN
      const loss = f32x4.min(unlike, most);
      const weight = focus(over, f32x4.neg(log(base, f32x4.sub(base, one), table)), table + INACTIVE, table);
      value = f32x4.mul(weight, loss);
      // The derivative of over is p q.
      const plain = v128.and(f32x4.div(one, left), f32x4.le(unlike, most));
      const moving = f32x4.div(f32x4.mul(v128.load(table, INACTIVE + MOVING_GAMMA), loss), base);
      slope = f32x4.mul(f32x4.mul(f32x4.mul(p, q), weight), f32x4.add(plain, moving));
      slope = v128.and(slope, f32x4.gt(over, zero));
    }
    if (v128.any_true(y)) {
      const weight = focus(q, softplus, table + ACTIVE, table);
      const b = f32x4.sub(one, y);
      value = f32x4.add(times(b, value), times(y, f32x4.mul(weight, f32x4.min(mirrored, most))));
      const activeSlope = f32x4.mul(weight, focusedSlope(mirrored, q, p, table + ACTIVE, table));
      slope = f32x4.sub(times(b, slope), times(y, activeSlope));
    }
    total = f64x2.add(total, pairSums(value));
    if (g) v128.store(g + i, f32x4.mul(slope, v128.load(table, SCALE)));
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/** A side's weight times `probability^gamma`; `rightness` is minus the logarithm of the probability. */
// @ts-ignore: decorator
@inline
function focus(probability: v128, rightness: v128, side: usize, table: usize): v128 {
  const gamma = load<f32>(side, GAMMA);
  let weight = v128.load(side, WEIGHT);
  if (gamma <= 4 && gamma == nearest(gamma)) {
    for (let k: f32 = 0; k < gamma; k++) weight = f32x4.mul(weight, probability);
    return weight;
  }
  return f32x4.mul(weight, exp(f32x4.mul(v128.load(side, MINUS_GAMMA), rightness), table));
}

/**
 * Derivative of `exp(-gamma rightness) loss` over that factor, for the loss softplus(x) and p, q =
 * sigmoid(x), sigmoid(-x).
 */
// @ts-ignore: decorator
@inline
function focusedSlope(loss: v128, p: v128, q: v128, side: usize, table: usize): v128 {
  const most = v128.load(table, MOST);
  const plain = v128.and(p, f32x4.le(loss, most));
  // Q is 0 where the loss is infinite
  const bounded = f32x4.min(f32x4.min(loss, most), v128.load(table, ALMOST_INFINITY));
  return madd(f32x4.mul(v128.load(side, MOVING_GAMMA), q), bounded, plain);
}
