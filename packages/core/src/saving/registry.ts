import type { Tensor } from '@tensorflow/tfjs-core';
import { ValueError } from '../errors.js';
import { identifierOf, parseIdentifier } from './identifier.js';

/** What `model.compile` takes as a loss or a metric. */
export type LossOrMetric = (...tensors: never[]) => unknown;

/** Makes a loss or a metric from given parameters; when a model is loaded, it is found by its name. */
export interface Factory {
  /**
   * lowerCamelCase, and the same after tfjs turned it to snake_case and back: `sigmoidF1`, not `smoothNPV`.
   */
  readonly name: string;
  /** The package that must be imported, such as `@argmaxable/losses`. */
  readonly package: string;
  readonly make: (options: object) => LossOrMetric;
}

/** What training must know about a loss or metric, apart from its value. */
export interface Traits {
  /**
   * Why it needs logits, as a clause after 'which': 'takes their sigmoid itself'. Models that are known to
   * end in probabilities are then refused. Absent if it accepts other outputs.
   */
  readonly wantsLogits?: string;
  /**
   * The loss with each example's loss multiplied by the weight of its class, reduced like the loss. Absent if
   * there is no loss for each example.
   */
  readonly classWeighted?: (yTrue: Tensor, yPred: Tensor, weights: ClassWeights) => Tensor;
}

/** Weights by class, as `classWeight` of `model.fit` has them. */
export type ClassWeights = Readonly<Record<number, number>>;

interface Registry {
  /** By name. Losses and metrics are in one table, because a loss may be used as a metric. */
  readonly factories: Map<string, Factory>;
  readonly identifiers: WeakMap<LossOrMetric, string>;
  readonly traits: WeakMap<LossOrMetric, Traits>;
}

/**
 * One registry for all copies of this package that a program loads, say one as an ES module and one as
 * CommonJS: a model compiled with one copy's loss is saved, no matter which copy's hook runs.
 */
const key = Symbol.for('argmaxable.saving.2');
const shared = globalThis as unknown as Record<symbol, Registry | undefined>;
const registry: Registry = (shared[key] ??= {
  factories: new Map(),
  identifiers: new WeakMap(),
  traits: new WeakMap(),
});

/** Makes `factory.name` a name that `model.compile` and `loadLayersModel` know. */
export function register(factory: Factory): void {
  registry.factories.set(factory.name, factory);
}

/**
 * Records what `fn` is, so that a model compiled with it can be saved, and what training must know about it.
 */
export function identify<F extends LossOrMetric>(
  fn: F,
  factory: Pick<Factory, 'name' | 'package'>,
  options: object,
  traits: Traits = {},
): F {
  registry.identifiers.set(fn, identifierOf(factory.name, options, factory.package));
  registry.traits.set(fn, traits);
  return fn;
}

/** What `identify` recorded about a loss or metric of ours; null for any other. */
export function traitsOf(fn: unknown): Traits | null {
  return typeof fn === 'function' ? (registry.traits.get(fn as LossOrMetric) ?? null) : null;
}

/** The name of a loss or metric of ours. */
export function nameOf(fn: unknown): string {
  const identifier = registry.identifiers.get(fn as LossOrMetric);
  return (identifier && parseIdentifier(identifier)?.name) ?? 'unknown';
}

/** Whether `fn` is a loss or metric of ours. */
export function isIdentified(fn: unknown): boolean {
  return typeof fn === 'function' && registry.identifiers.has(fn as LossOrMetric);
}

/** The options of a loss or metric of ours, given or default. */
export function optionsOf(fn: unknown): object {
  return parseIdentifier(registry.identifiers.get(fn as LossOrMetric) ?? '')?.options ?? {};
}

/** The string that stands for `entry` in a model's JSON: its identifier if it is one of ours, else itself. */
export function toIdentifier<T>(entry: T): T | string {
  return typeof entry === 'function' ? (registry.identifiers.get(entry as LossOrMetric) ?? entry) : entry;
}

/** The loss or metric that a string names if it is one of ours, else the entry itself. */
export function fromIdentifier<T>(entry: T): T | LossOrMetric {
  if (typeof entry !== 'string') return entry;
  const parsed = parseIdentifier(entry);
  const factory = parsed && registry.factories.get(parsed.name);
  if (factory) return factory.make(parsed.options);
  if (!parsed?.package) return entry; // tfjs's own, or unknown to tfjs too, which then throws
  throw new ValueError(
    parsed.name,
    'not imported',
    'imported before a model that uses it is compiled or loaded',
    `Add: import '${parsed.package}'`,
  );
}
