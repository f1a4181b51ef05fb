/** target = source. */
// @ts-ignore: decorator
@inline
export function copyNumbers(count: usize, source: usize, target: usize): void {
  const end = target + (count << 2);
  for (; target + 16 <= end; source += 16, target += 16) v128.store(target, v128.load(source));
  for (; target < end; source += 4, target += 4) store<f32>(target, load<f32>(source));
}

/** target += source. */
// @ts-ignore: decorator
@inline
export function addNumbers(count: usize, source: usize, target: usize): void {
  const end = target + (count << 2);
  for (; target + 16 <= end; source += 16, target += 16) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
  }
  for (; target < end; source += 4, target += 4) store<f32>(target, load<f32>(target) + load<f32>(source));
}

/** target += a b, number by number. */
// @ts-ignore: decorator
@inline
export function addProducts(count: usize, a: usize, b: usize, target: usize): void {
  const end = target + (count << 2);
  for (; target + 16 <= end; a += 16, b += 16, target += 16) {
    v128.store(target, f32x4.add(v128.load(target), f32x4.mul(v128.load(a), v128.load(b))));
  }
  for (; target < end; a += 4, b += 4, target += 4) {
    store<f32>(target, load<f32>(target) + load<f32>(a) * load<f32>(b));
  }
}

/** Each of `rows` rows of `target` = the row. */
export function repeatRow(rows: usize, columns: usize, row: usize, target: usize): void {
  for (let i: usize = 0; i < rows; i++, target += columns << 2) copyNumbers(columns, row, target);
}

/** Every number = the nearest between `low` and `high`; NaN stays. */
export function clamp(count: usize, x: usize, low: f32, high: f32): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const end = x + (count << 2);
  for (; x + 16 <= end; x += 16) v128.store(x, f32x4.min(highs, f32x4.max(lows, v128.load(x))));
  for (; x < end; x += 4) store<f32>(x, min<f32>(high, max<f32>(low, load<f32>(x))));
}
