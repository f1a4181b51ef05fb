import { hookClassWeights } from '../training/class-weights.js';
import { hookLogitsCheck } from '../training/logits-check.js';
import { packLists, unpackLists } from './metric-lists.js';
import { lossesOf, metricsOf } from './output-entries.js';
import { fromIdentifier, isIdentified, optionsOf, toIdentifier } from './registry.js';
import { mendTestFunction, type TestedModel } from './several-outputs.js';
import { checkMetricName, guarded, type MultiLabelOutput } from './tfjs-metrics.js';

/** The members of tfjs-layers' `LayersModel` that are hooked. */
interface Model extends TestedModel {
  loss: unknown;
  metrics: unknown;
  compile: (this: Model, args: CompileArgs) => void;
  /** What `compile` resolved, one per output. */
  readonly lossFunctions: readonly unknown[];
  /** What `fit` and `evaluate` compare the shapes of targets with; null means any size. */
  readonly feedOutputShapes: (number | null)[][];
  readonly outputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly outputNames: readonly string[];
  /**
   * What `compile` resolved: with the number of the output, the loss of each if there are several, then the
   * metrics of each.
   */
  readonly metricsTensors: [(yTrue: never, yPred: never) => unknown, number][];
}

interface CompileArgs {
  loss?: unknown;
  metrics?: unknown;
}

const hooked = Symbol.for('argmaxable.saving.hooked');

/**
 * Lets models compiled with registered losses and metrics be saved and loaded like any other.
 *
 * tfjs does not export the table of its own losses, writes `{}` for a loss that is a function and throws for
 * an array of functions. Saving (`getTrainingConfig`) reads `model.loss` and `model.metrics`, and nothing
 * else; training reads the functions that `compile` resolved, and never those two; loading
 * (`loadTrainingConfig`) passes their strings to `compile`. So one hook is enough: `compile` looks up strings
 * that name one of ours before tfjs does, and afterwards leaves in `model.loss` and `model.metrics` the
 * strings that stand for ours. A call without one of ours goes to tfjs with its arguments unchanged.
 * Sequential models compile a LayersModel inside, so they are hooked too.
 *
 * It also lets `fit` and `evaluate` take targets of another width than the output for outputs with a loss of
 * ours, as tfjs itself does for its one loss with sparse targets. Our losses check the shapes of targets
 * themselves, and take label indices padded with -1.
 *
 * Models compiled with a loss or metric of ours are protected from what tfjs does without a message:
 * `compile` refuses losses and metrics that are not valid or name no output, metrics of tfjs refuse targets
 * and scores that they cannot read, values of several outputs stand under their own names, and several
 * metrics of an output named in an object are saved.
 *
 * And it hooks training: `hookLogitsCheck` reports a loss of ours that needs logits on a model that gives
 * probabilities, and `hookClassWeights` makes `classWeight` weight examples.
 *
 * The class is an argument because a program may hold two copies of tfjs-layers, and so that this package
 * does not depend on it. Calling this twice, or from two copies of this package, hooks once.
 */
export function saveByName(
  LayersModel: { prototype: object },
  tfjsMetrics: Readonly<Record<string, unknown>> = {},
): void {
  const prototype = LayersModel.prototype as Model & { [hooked]?: true };
  if (prototype[hooked]) return;
  prototype[hooked] = true;
  const compile = prototype.compile;
  const withOurs = new WeakSet<object>();
  prototype.compile = function (args) {
    const loss = mapEntries(args.loss, fromIdentifier);
    const metrics = mapEntries(unpackLists(args.metrics), fromIdentifier);
    const outputs = hasOurs(loss) || hasOurs(metrics) ? readOutputs(this, loss, metrics) : undefined;
    compile.call(this, loss === args.loss && metrics === args.metrics ? args : { ...args, loss, metrics });
    withOurs.delete(this);
    if (!outputs) return;
    withOurs.add(this);
    this.loss = mapEntries(this.loss, toIdentifier);
    this.metrics = packLists(mapEntries(this.metrics, toIdentifier));
    this.lossFunctions.forEach((loss, i) => {
      if (isIdentified(loss)) this.feedOutputShapes[i] = [...this.feedOutputShapes[i].slice(0, -1), null];
    });
    guardMetrics(this, outputs, tfjsMetrics);
  };
  mendTestFunction(prototype, (model) => withOurs.has(model));
  hookLogitsCheck(prototype);
  hookClassWeights(prototype);
}

/** An output, with what `compile` was given for it. */
interface CompiledOutput {
  /** Null if the loss is not ours. */
  readonly multiLabel: MultiLabelOutput | null;
  readonly metrics: readonly unknown[];
}

/** Checks what `compile` was given, before tfjs takes it. */
function readOutputs({ outputs, outputNames }: Model, loss: unknown, metrics: unknown): CompiledOutput[] {
  const losses = lossesOf(loss, outputNames);
  return metricsOf(metrics, outputNames).map((metrics, i) => {
    const fn = losses?.[i];
    if (!isIdentified(fn)) return { multiLabel: null, metrics };
    const { targets = 'auto' } = optionsOf(fn) as Partial<{ targets: MultiLabelOutput['format'] }>;
    const multiLabel = { name: outputNames[i], width: outputs[i].shape.at(-1) ?? 0, format: targets };
    for (const metric of metrics) checkMetricName(metric, multiLabel);
    return { multiLabel, metrics };
  });
}

/** Wraps tfjs's own metrics, given by name or as functions, in guards, for outputs with a loss of ours. */
function guardMetrics(
  { metricsTensors }: Model,
  outputs: readonly CompiledOutput[],
  tfjsMetrics: Readonly<Record<string, unknown>>,
): void {
  let place = outputs.length > 1 ? outputs.length : 0;
  for (const { multiLabel, metrics } of outputs) {
    for (const metric of metrics) {
      const key =
        typeof metric === 'string'
          ? metric
          : Object.keys(tfjsMetrics).find((name) => tfjsMetrics[name] === metric);
      const tensors = metricsTensors[place++];
      if (multiLabel && key !== undefined) tensors[0] = guarded(tensors[0] as never, key, multiLabel);
    }
  }
}

/** Whether a loss or metric of ours is among what `compile` takes. */
function hasOurs(entries: unknown): boolean {
  if (typeof entries !== 'object' || entries === null) return isIdentified(entries);
  return Object.values(entries).some(hasOurs);
}

/**
 * Maps every entry of what `compile` takes: one, an array, or an object of either by output. Returns the same
 * object if no entry changes.
 */
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
