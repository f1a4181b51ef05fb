import { madd } from './simd';

/**
 * One step of Adam: the moments m and v in place, the new value into `result`.
 *
 * `m = beta1 m + gain1 g`, `v = beta2 v + gain2 g^2`,
 * `result = keep value - step m / (sqrt(scale v) + epsilon)`.
 */
export function adam(
  n: usize,
  value: usize,
  gradient: usize,
  m: usize,
  v: usize,
  result: usize,
  beta1: f32,
  gain1: f32,
  beta2: f32,
  gain2: f32,
  scale: f32,
  epsilon: f32,
  step: f32,
  keep: f32,
): void {
  const beta1s = f32x4.splat(beta1);
  const gain1s = f32x4.splat(gain1);
  const beta2s = f32x4.splat(beta2);
  const gain2s = f32x4.splat(gain2);
  const scales = f32x4.splat(scale);
  const epsilons = f32x4.splat(epsilon);
  const steps = f32x4.splat(-step);
  const keeps = f32x4.splat(keep);
  const end = n << 2;
  let i: usize = 0;
  for (; i + 16 <= end; i += 16) {
    const g = v128.load(gradient + i);
    const first = madd(g, gain1s, f32x4.mul(v128.load(m + i), beta1s));
    const second = madd(f32x4.mul(g, g), gain2s, f32x4.mul(v128.load(v + i), beta2s));
    v128.store(m + i, first);
    v128.store(v + i, second);
    const direction = f32x4.div(first, f32x4.add(f32x4.sqrt(f32x4.mul(second, scales)), epsilons));
    v128.store(result + i, madd(direction, steps, f32x4.mul(v128.load(value + i), keeps)));
  }
  for (; i < end; i += 4) {
    const g = load<f32>(gradient + i);
    const first = g * gain1 + load<f32>(m + i) * beta1;
    const second = g * g * gain2 + load<f32>(v + i) * beta2;
    store<f32>(m + i, first);
    store<f32>(v + i, second);
    const direction = first / (sqrt(second * scale) + epsilon);
    store<f32>(result + i, load<f32>(value + i) * keep - direction * step);
  }
}

/**
 * One step of gradient descent with momentum: the velocity in place, the new value into `result`.
 *
 * `velocity = momentum velocity + g`, `result = value - rate velocity`, with `nesterov` 1
 * `result = value - rate (g + momentum velocity)`.
 */
export function momentum(
  n: usize,
  value: usize,
  gradient: usize,
  velocity: usize,
  result: usize,
  momentum: f32,
  nesterov: i32,
  rate: f32,
): void {
  const momenta = f32x4.splat(momentum);
  const rates = f32x4.splat(-rate);
  const end = n << 2;
  let i: usize = 0;
  for (; i + 16 <= end; i += 16) {
    const g = v128.load(gradient + i);
    let move = madd(v128.load(velocity + i), momenta, g);
    v128.store(velocity + i, move);
    if (nesterov) move = madd(move, momenta, g);
    v128.store(result + i, madd(move, rates, v128.load(value + i)));
  }
  for (; i < end; i += 4) {
    const g = load<f32>(gradient + i);
    let move = load<f32>(velocity + i) * momentum + g;
    store<f32>(velocity + i, move);
    if (nesterov) move = move * momentum + g;
    store<f32>(result + i, load<f32>(value + i) - rate * move);
  }
}
