import * as exported from '../src/index.js';

type Exports = typeof exported;
/**
 * The exported classes whose instances are of a type: a table with these keys is complete, or does not
 * compile.
 */
type ClassesOf<T> = {
  [N in keyof Exports]: Exports[N] extends abstract new (...args: never) => infer I
    ? I extends T
      ? N
      : never
    : never;
}[keyof Exports];

export type OutputLayerName = ClassesOf<exported.OutputLayer>;
export type LabelAffineName = ClassesOf<exported.LabelAffine>;

/** Names of the exported classes whose instances have a method. */
export function classesWith(method: 'classifierMatrix' | 'labelAffine'): string[] {
  return Object.entries(exported)
    .filter(([, value]) => typeof value === 'function' && method in ((value.prototype as object) ?? {}))
    .map(([name]) => name)
    .sort();
}
