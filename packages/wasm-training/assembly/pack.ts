/**
 * Copies `lanes` rows or columns of `depth` numbers into panels [lanes / width][depth][width]; missing lanes
 * of the last panel are 0. Neighbouring lanes are `lane` numbers apart, neighbours along the depth `step`.
 * `width` is 4 or 8.
 */
// @ts-ignore: decorator
@inline
export function pack(
  width: usize,
  lanes: usize,
  depth: usize,
  source: usize,
  lane: usize,
  step: usize,
  panels: usize,
): void {
  const whole = lanes - (lanes % width);
  if (lane == 1) packContiguous(width, whole, depth, source, step, panels);
  else if (step == 1) packTransposed(width, whole, depth, source, lane, panels);
  for (let first = lane == 1 || step == 1 ? whole : 0; first < lanes; first += width) {
    const from = source + ((first * lane) << 2);
    packAny(width, min(width, lanes - first), depth, from, lane, step, panels + ((first * depth) << 2));
  }
}

/** Neighbouring lanes are next to each other in memory. */
// @ts-ignore: decorator
@inline
function packContiguous(
  width: usize,
  lanes: usize,
  depth: usize,
  source: usize,
  step: usize,
  panels: usize,
): void {
  const panel = (depth * width) << 2;
  for (let p: usize = 0; p < depth; p++) {
    let from = source + ((p * step) << 2);
    const end = from + (lanes << 2);
    for (let to = panels + ((p * width) << 2); from < end; from += width << 2, to += panel) {
      v128.store(to, v128.load(from));
      if (width == 8) v128.store(to, v128.load(from, 16), 16);
    }
  }
}

/** The numbers of one lane are next to each other in memory: they are transposed in squares of four. */
// @ts-ignore: decorator
@inline
function packTransposed(
  width: usize,
  lanes: usize,
  depth: usize,
  source: usize,
  lane: usize,
  panels: usize,
): void {
  const bytes = lane << 2;
  const squares = depth & ~3;
  for (let first: usize = 0; first < lanes; first += 4) {
    const from = source + first * bytes;
    let to = panels + (((first & ~(width - 1)) * depth + (first & (width - 1))) << 2);
    for (let p: usize = 0; p < squares; p += 4, to += width << 4) {
      const at = from + (p << 2);
      const r0 = v128.load(at);
      const r1 = v128.load(at + bytes);
      const r2 = v128.load(at + 2 * bytes);
      const r3 = v128.load(at + 3 * bytes);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(to + (width << 2), v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(to + (width << 3), v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(to + width * 12, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
    for (let p = squares; p < depth; p++, to += width << 2) {
      for (let l: usize = 0; l < 4; l++) {
        store<f32>(to + (l << 2), load<f32>(from + l * bytes + (p << 2)));
      }
    }
  }
}

/** `pack`, whose parameters it has, for one panel of any strides and no more lanes than it is wide. */
function packAny(
  width: usize,
  lanes: usize,
  depth: usize,
  source: usize,
  lane: usize,
  step: usize,
  panel: usize,
): void {
  for (let p: usize = 0; p < depth; p++, source += step << 2, panel += width << 2) {
    for (let l: usize = 0; l < width; l++) {
      store<f32>(panel + (l << 2), l < lanes ? load<f32>(source + ((l * lane) << 2)) : 0);
    }
  }
}
