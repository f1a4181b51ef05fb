import { checkString } from '@argmaxable/core';

/** Lower and upper bound of an interval. */
export type Interval = readonly [lower: number, upper: number];

/** What an activation does to scores and to ranges. */
export interface Activation {
  /**
   * The image of an interval: an interval that contains all outputs, as float32 kernels compute them.
   */
  readonly image: (lower: number, upper: number) => Interval;
  /** The output t with output > t exactly where the score is above 0: 0 or 0.5; null where there is none. */
  readonly signThreshold: number | null;
  /** Whether it is strictly increasing, or, as softmax does, keeps the order of an example's scores. */
  readonly keepsOrder: boolean;
}

/** The largest error of kernels on any backend: relative to the exact value, and absolute. */
const relativeError = 1e-5;
const absoluteError = 1e-6;

/** The image under an increasing function, within its range. If f(0) is 0, kernels give 0 exactly. */
function increasing(f: (x: number) => number, floor = -Infinity, ceiling = Infinity): Activation['image'] {
  const error = (x: number): number =>
    x === 0 && f(0) === 0 ? 0 : relativeError * Math.abs(f(x)) + absoluteError;
  const end = (x: number, sign: number): number => (Number.isFinite(f(x)) ? f(x) + sign * error(x) : f(x));
  const within = (value: number): number => Math.min(ceiling, Math.max(floor, value));
  return (lower, upper) => [within(end(lower, -1)), within(end(upper, 1))];
}

/** The image under `x -> x s(x)`, s from 0 to 1 and increasing, whose least value is `minimum`. */
function dipping(minimum: number): Activation['image'] {
  return (lower, upper) => [
    lower >= 0 ? 0 : Math.max(minimum, lower * (1 + relativeError)),
    upper <= 0 ? 0 : upper * (1 + relativeError),
  ];
}

const elu = (x: number): number => (x > 0 ? x : Math.expm1(x));
const hidesSigns = { signThreshold: null };
const keepsSigns = { signThreshold: 0 };
const clips = { keepsOrder: false };
const isStrict = { keepsOrder: true };

/** Every activation of tfjs 4.22 by its name there, and the others that Keras writes into files. */
export const activations: Readonly<Record<string, Activation>> = {
  linear: { image: (lower, upper) => [lower, upper], ...keepsSigns, ...isStrict },
  relu: { image: (lower, upper) => [Math.max(0, lower), Math.max(0, upper)], ...keepsSigns, ...clips },
  relu6: {
    image: (lower, upper) => [Math.min(6, Math.max(0, lower)), Math.min(6, Math.max(0, upper))],
    ...keepsSigns,
    ...clips,
  },
  // Only Keras has this name: the slope is then 0.2, and that of the layer is 0.3.
  leakyRelu: {
    image: (lower, upper) => [lower < 0 ? lower * 0.31 : lower, upper < 0 ? upper * 0.19 : upper],
    ...keepsSigns,
    ...isStrict,
  },
  elu: { image: increasing(elu, -1), ...keepsSigns, ...isStrict },
  selu: {
    image: increasing((x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)), -1.7581),
    ...keepsSigns,
    ...isStrict,
  },
  // The least values are -0.169971, -0.170041, -0.278465 and -0.308843.
  gelu: { image: dipping(-0.17), ...keepsSigns, ...clips },
  gelu_new: { image: dipping(-0.1701), ...keepsSigns, ...clips },
  swish: { image: dipping(-0.2785), ...keepsSigns, ...clips },
  mish: { image: dipping(-0.3089), ...keepsSigns, ...clips },
  tanh: { image: increasing(Math.tanh, -1, 1), ...keepsSigns, ...isStrict },
  softsign: {
    image: increasing((x) => (Number.isFinite(x) ? x / (1 + Math.abs(x)) : Math.sign(x)), -1, 1),
    ...keepsSigns,
    ...isStrict,
  },
  sigmoid: {
    image: increasing((x) => 1 / (1 + Math.exp(-x)), 0, 1),
    signThreshold: 0.5,
    ...isStrict,
  },
  hardSigmoid: { image: increasing((x) => 0.2 * x + 0.5, 0, 1), signThreshold: 0.5, ...clips },
  softplus: {
    image: increasing((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 0),
    ...hidesSigns,
    ...isStrict,
  },
  exponential: { image: increasing(Math.exp, 0), ...hidesSigns, ...isStrict },
  softmax: { image: () => [0, 1], ...hidesSigns, ...isStrict },
  logSoftmax: { image: () => [-Infinity, 0], ...hidesSigns, ...isStrict },
};

/** Other names for the same activations. */
const aliases: Readonly<Record<string, string>> = { geluNew: 'gelu_new', silu: 'swish' };

/** What is known about an activation; null for an unknown one. */
export function activationNamed(name: string): Activation | null {
  return Object.hasOwn(activations, checkString('name', name)) ? activations[name] : null;
}

/**
 * The name of an activation as tfjs has it, from a layer's config: 'hard_sigmoid' and `{ className, config }`
 * of Keras are read too; a missing value means 'linear'.
 */
export function activationName(value: unknown): string {
  if (value === null || value === undefined) return 'linear';
  if (typeof value === 'object') {
    const { className, config } = value as { className?: unknown; config?: unknown };
    return activationName(typeof config === 'string' ? config : className);
  }
  if (typeof value !== 'string') return 'unknown';
  const name = value.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return aliases[name] ?? name;
}
