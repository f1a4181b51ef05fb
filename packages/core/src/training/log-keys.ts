import { ValueError } from '../errors.js';

/**
 * What tfjs passes to `setParams` of every callback of a training: the same object, in the order of the
 * callbacks.
 */
export interface TrainingParams {
  /** Keys that the logs of an epoch will have. */
  metrics?: unknown;
  [announced]?: Set<string>;
}

const announced: unique symbol = Symbol.for('argmaxable.training.announced') as never;

/**
 * Says which keys a callback puts into the logs of epochs, not necessarily of all, so that callbacks after it
 * know them. Call it in `setParams`.
 *
 * @throws ValueError naming `prefix` for a key of another callback's.
 */
export function announceKeys(params: object, keys: readonly string[]): void {
  const training = params as TrainingParams;
  const others = (training[announced] ??= new Set());
  const twice = keys.find((key) => others.has(key));
  if (twice !== undefined) {
    const allowed = 'one that gives each callback keys of its own in the logs';
    throw new ValueError('prefix', `one that gives '${twice}', a key of an earlier callback`, allowed);
  }
  for (const key of keys) others.add(key);
  training.metrics = [...new Set([...knownKeys(params), ...keys])];
}

/** The keys of tfjs's own values, and those that callbacks have announced so far. */
export function knownKeys(params: object): readonly string[] {
  const { metrics } = params as TrainingParams;
  return Array.isArray(metrics) ? (metrics as string[]) : [];
}

/**
 * Refuses, when training starts, a callback that stands before one that it reads values of.
 *
 * @param before `knownKeys` at the time of its own `setParams`.
 * @param reads Whether it reads the value of a key; by default it reads all.
 */
export function checkOrder(
  owner: string,
  params: object,
  before: readonly string[],
  reads: (key: string) => boolean = () => true,
): void {
  const late = knownKeys(params).find((key) => !before.includes(key) && reads(key));
  if (late === undefined) return;
  const allowed = `in the order in which they need each other: the callback that measures '${late}' first`;
  throw new ValueError('callbacks', `${owner} before it`, allowed);
}
