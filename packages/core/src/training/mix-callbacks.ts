import { didYouMean } from '../checks/index.js';
import { ValueError } from '../errors.js';

/** The parts of tfjs-layers that this hook needs. */
export interface TfjsLayers {
  readonly LayersModel: { readonly prototype: object };
  readonly CustomCallback: new (functions: never, yieldEvery?: never) => object;
}

type Train = (this: object, ...given: unknown[]) => Promise<unknown>;

const hooked = Symbol.for('argmaxable.training.mixed-callbacks');

/**
 * Lets `fit` and `fitDataset` take an array that mixes callbacks with plain objects of functions, in any
 * order.
 *
 * tfjs looks only at the first item: if that is a callback, it takes plain objects for callbacks, and fails
 * with `setParams is not a function`; if it is a plain object, it takes the functions out of callbacks, which
 * then lose their `this`. Other arrays go to tfjs unchanged. Calling this twice, or from two copies of this
 * package, hooks once.
 */
export function mixCallbacks({ LayersModel, CustomCallback }: TfjsLayers): void {
  const prototype = LayersModel.prototype as Record<string | symbol, unknown>;
  if (prototype[hooked]) return;
  prototype[hooked] = true;
  // The class that tfjs asks for, which it does not export.
  const BaseCallback = (Object.getPrototypeOf(CustomCallback.prototype) as object)
    .constructor as new () => object;
  for (const [method, place] of Object.entries({ fit: 2, fitDataset: 1 })) {
    const train = prototype[method] as Train;
    prototype[method] = async function (this: object, ...given: unknown[]): Promise<unknown> {
      const args = given[place] as { callbacks?: unknown; yieldEvery?: never } | undefined;
      const callbacks = args?.callbacks;
      if (Array.isArray(callbacks)) {
        const isCallback = (entry: unknown) => entry instanceof BaseCallback;
        const entries = Array.from(callbacks as unknown[], (entry, i) => {
          return isCallback(entry) ? entry : functionsOf(entry, `callbacks[${i}]`);
        });
        if (entries.some(isCallback) && !entries.every(isCallback)) {
          const mixed = entries.map((entry) =>
            isCallback(entry) ? entry : new CustomCallback(entry as never, args?.yieldEvery),
          );
          given[place] = { ...args, callbacks: mixed };
        }
      }
      return train.apply(this, given);
    };
  }
}

const functionNames = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onBatchBegin',
  'onBatchEnd',
  'onYield',
  'nowFunc',
  'nextFrameFunc',
];

/** The functions, bound to their object, of an object that is not a callback of this tfjs. */
function functionsOf(entry: unknown, argument: string): Record<string, unknown> {
  const allowed = `a callback, or an object of one or more of the functions ${functionNames.join(', ')}`;
  if (typeof entry !== 'object' || entry === null) throw new ValueError(argument, entry, allowed);
  const given = entry as Record<string, unknown>;
  if (typeof given.setParams === 'function') {
    throw new ValueError(
      argument,
      entry,
      allowed,
      'This callback is of another copy of @tensorflow/tfjs-layers.',
    );
  }
  const functions: Record<string, unknown> = {};
  for (const name of functionNames) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'function') throw new ValueError(`${argument}.${name}`, value, 'a function');
    functions[name] = value.bind(entry) as unknown;
  }
  if (Object.keys(functions).length > 0) return functions;
  const names = Object.keys(given);
  const hint = names.map((name) => didYouMean(name, functionNames)).find((hint) => hint !== undefined);
  throw new ValueError(
    argument,
    names.length > 0 ? `an object of ${names.join(', ')}` : entry,
    allowed,
    hint,
  );
}
