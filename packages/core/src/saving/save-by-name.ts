import { fromIdentifier, isIdentified, toIdentifier } from './registry.js';

/** The part of tfjs-layers' `LayersModel` that is hooked. */
interface Model {
  loss: unknown;
  metrics: unknown;
  compile: (this: Model, args: CompileArgs) => void;
  /** What `compile` resolved, one per output. */
  readonly lossFunctions: readonly unknown[];
  /** What `fit` and `evaluate` compare the shapes of targets with; null stands for any size. */
  readonly feedOutputShapes: (number | null)[][];
}

interface CompileArgs {
  loss?: unknown;
  metrics?: unknown;
}

const hooked = Symbol.for('argmaxable.saving.hooked');

/**
 * Lets models compiled with registered losses and metrics be saved and loaded like any other.
 *
 * tfjs keeps the table of its own losses to itself, writes `{}` for a loss that is a function and throws for an array
 * of them. Saving (`getTrainingConfig`) reads `model.loss` and `model.metrics`, and reads nothing else; training reads
 * the functions that `compile` resolved, and never those two; loading (`loadTrainingConfig`) hands their strings to
 * `compile`. So one hook is enough: `compile` looks up strings that name one of ours before tfjs does, and afterwards
 * leaves in `model.loss` and `model.metrics` the strings that stand for ours. A call without one of ours goes to tfjs
 * with its very arguments. Sequential models compile a LayersModel inside and so pass here too.
 *
 * It does one thing more: for outputs with a loss of ours `fit` and `evaluate` no longer ask that targets be as wide as the
 * output, as tfjs itself does for its one loss with sparse targets. Our losses check the shapes of targets themselves, and
 * take label indices padded with -1.
 *
 * The class is an argument because a program may hold two copies of tfjs-layers, and so that this package does not
 * depend on it. Calling this twice, or from two copies of this package, hooks once.
 */
export function saveByName(LayersModel: { prototype: object }): void {
  const prototype = LayersModel.prototype as Model & { [hooked]?: true };
  if (prototype[hooked]) return;
  prototype[hooked] = true;
  const compile = prototype.compile;
  prototype.compile = function (args) {
    const loss = mapEntries(args.loss, fromIdentifier);
    const metrics = mapEntries(args.metrics, fromIdentifier);
    compile.call(this, loss === args.loss && metrics === args.metrics ? args : { ...args, loss, metrics });
    this.loss = mapEntries(this.loss, toIdentifier);
    this.metrics = mapEntries(this.metrics, toIdentifier);
    this.lossFunctions.forEach((loss, i) => {
      if (isIdentified(loss)) this.feedOutputShapes[i] = [...this.feedOutputShapes[i].slice(0, -1), null];
    });
  };
}

/** Maps every entry of what `compile` takes: one, an array, or an object of either by output. The same if none changes. */
function mapEntries(entries: unknown, map: (entry: unknown) => unknown): unknown {
  if (Array.isArray(entries)) {
    const mapped = entries.map((entry) => mapEntries(entry, map));
    return mapped.some((entry, i) => entry !== entries[i]) ? mapped : entries;
  }
  if (typeof entries !== 'object' || entries === null) return map(entries);
  const record = entries as Record<string, unknown>;
  const mapped = Object.entries(record).map(([output, entry]) => [output, mapEntries(entry, map)] as const);
  return mapped.some(([output, entry]) => entry !== record[output]) ? Object.fromEntries(mapped) : entries;
}
