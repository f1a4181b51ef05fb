/**
 * Dual coordinate descent for L2-regularised linear classifiers with squared hinge loss (Hsieh et al. 2008,
 * A dual coordinate descent method for large-scale linear SVM), of 16 labels side by side.
 *
 * All labels have the same examples, sparse rows of features. What one label has, a weight per feature, a
 * dual variable and a target per example, lies beside that of the 15 others, in 64 bytes: a cache line. So
 * reading the weights of a feature costs for 16 labels what it costs for one.
 */

/** Log2 of the bytes that the numbers of 16 labels take. */
const lineShift: usize = 6;

/** The change of dual variables, times the target, below which weights are left as they are. */
const negligible: f32 = 1e-7;

/**
 * One step of each label in each of `count` examples, in the order of `rows`: minimises the dual in the
 * example's own variable. Returns the largest change of a score that a step gave its own example.
 *
 * @param squares The squared norm of each example's features.
 * @param targets 1 or -1, [examples][16]. @param duals 0 or more, [examples][16].
 * @param weights [features][16].
 * @param activeSlack 1 / (2 C) of each label for targets of 1; `otherSlack` for those of -1.
 */
export function descend(
  count: i32,
  rows: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  squares: usize,
  targets: usize,
  duals: usize,
  weights: usize,
  activeSlack: usize,
  otherSlack: usize,
): f32 {
  let largest = f32x4.splat(0);
  for (let k = 0; k < count; k++) {
    const row = <usize>load<i32>(rows + ((<usize>k) << 2));
    const begin = (<usize>load<i32>(indptr + (row << 2))) << 2;
    const end = (<usize>load<i32>(indptr + (row << 2), 4)) << 2;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let at = begin; at < end; at += 4) {
      const line = weights + ((<usize>load<i32>(indices + at)) << lineShift);
      const value = v128.load32_splat(values + at);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(line), value));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(line, 16), value));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(line, 32), value));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(line, 48), value));
    }
    const square = v128.load32_splat(squares + (row << 2));
    const at = row << lineShift;
    s0 = step(s0, square, targets + at, duals + at, activeSlack, otherSlack);
    s1 = step(s1, square, targets + at + 16, duals + at + 16, activeSlack + 16, otherSlack + 16);
    s2 = step(s2, square, targets + at + 32, duals + at + 32, activeSlack + 32, otherSlack + 32);
    s3 = step(s3, square, targets + at + 48, duals + at + 48, activeSlack + 48, otherSlack + 48);
    const change = f32x4.max(
      f32x4.max(f32x4.abs(s0), f32x4.abs(s1)),
      f32x4.max(f32x4.abs(s2), f32x4.abs(s3)),
    );
    if (!v128.any_true(f32x4.gt(change, f32x4.splat(negligible)))) continue;
    largest = f32x4.max(largest, f32x4.mul(change, square));
    addRow(begin, end, indices, values, weights, s0, s1, s2, s3);
  }
  return max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

/** Takes what `count` examples gave the weights out of them, and sets their dual variables to 0. */
export function forget(
  count: i32,
  rows: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  targets: usize,
  duals: usize,
  weights: usize,
): void {
  for (let k = 0; k < count; k++) {
    const row = <usize>load<i32>(rows + ((<usize>k) << 2));
    const begin = (<usize>load<i32>(indptr + (row << 2))) << 2;
    const end = (<usize>load<i32>(indptr + (row << 2), 4)) << 2;
    const at = row << lineShift;
    addRow(
      begin,
      end,
      indices,
      values,
      weights,
      takeBack(targets + at, duals + at),
      takeBack(targets + at + 16, duals + at + 16),
      takeBack(targets + at + 32, duals + at + 32),
      takeBack(targets + at + 48, duals + at + 48),
    );
  }
}

/**
 * The scores of `count` examples, [count][16]. Its inner loop stands in `descend` too: a function cannot
 * return four vectors.
 */
export function score(
  count: i32,
  rows: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  weights: usize,
  scores: usize,
): void {
  for (let k = 0; k < count; k++) {
    const row = <usize>load<i32>(rows + ((<usize>k) << 2));
    const end = (<usize>load<i32>(indptr + (row << 2), 4)) << 2;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let at = (<usize>load<i32>(indptr + (row << 2))) << 2; at < end; at += 4) {
      const line = weights + ((<usize>load<i32>(indices + at)) << lineShift);
      const value = v128.load32_splat(values + at);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(line), value));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(line, 16), value));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(line, 32), value));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(line, 48), value));
    }
    const out = scores + ((<usize>k) << lineShift);
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, s2, 32);
    v128.store(out, s3, 48);
  }
}

/** The step of four labels in one example: stores the dual variables, returns their change times the target. */
// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function step(
  scores: v128,
  square: v128,
  targets: usize,
  duals: usize,
  activeSlack: usize,
  otherSlack: usize,
): v128 {
  const target = v128.load(targets);
  const dual = v128.load(duals);
  const isActive = f32x4.gt(target, f32x4.splat(0));
  const slack = v128.bitselect(v128.load(activeSlack), v128.load(otherSlack), isActive);
  const margin = f32x4.sub(f32x4.mul(target, scores), f32x4.splat(1));
  const gradient = f32x4.add(margin, f32x4.mul(dual, slack));
  const moved = f32x4.sub(dual, f32x4.div(gradient, f32x4.add(square, slack)));
  const next = f32x4.max(moved, f32x4.splat(0));
  v128.store(duals, next);
  return f32x4.mul(f32x4.sub(next, dual), target);
}

// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function takeBack(targets: usize, duals: usize): v128 {
  const taken = f32x4.neg(f32x4.mul(v128.load(duals), v128.load(targets)));
  v128.store(duals, f32x4.splat(0));
  return taken;
}

/** Adds a row of features to the weights, times a factor of each label. */
// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function addRow(
  begin: usize,
  end: usize,
  indices: usize,
  values: usize,
  weights: usize,
  f0: v128,
  f1: v128,
  f2: v128,
  f3: v128,
): void {
  for (let at = begin; at < end; at += 4) {
    const line = weights + ((<usize>load<i32>(indices + at)) << lineShift);
    const value = v128.load32_splat(values + at);
    v128.store(line, f32x4.add(v128.load(line), f32x4.mul(f0, value)));
    v128.store(line, f32x4.add(v128.load(line, 16), f32x4.mul(f1, value)), 16);
    v128.store(line, f32x4.add(v128.load(line, 32), f32x4.mul(f2, value)), 32);
    v128.store(line, f32x4.add(v128.load(line, 48), f32x4.mul(f3, value)), 48);
  }
}
