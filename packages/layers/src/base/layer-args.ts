import {
  checkBoolean,
  checkInteger,
  checkOneOf,
  checkOptions,
  checkString,
  checkTensor,
  ValueError,
} from '@argmaxable/core';
import type { layers } from '@tensorflow/tfjs-layers';

/** The arguments that every layer of tfjs takes. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

const dataTypes = ['float32', 'int32', 'bool', 'complex64', 'string'] as const;

const checks: Readonly<Record<keyof Required<LayerArgs>, (name: string, value: unknown) => unknown>> = {
  name: (name, value) => checkString(name, value),
  trainable: checkBoolean,
  inputShape: checkShape,
  batchInputShape: checkShape,
  batchSize: (name, value) => checkInteger(name, value, { min: 1 }),
  dtype: (name, value) => checkOneOf(name, value, dataTypes),
  inputDType: (name, value) => checkOneOf(name, value, dataTypes),
  weights: (name, value) => {
    if (!Array.isArray(value)) throw new ValueError(name, value, 'an array of tensors');
    value.forEach((tensor, i) => checkTensor(`${name}[${i}]`, tensor as never));
  },
};

/**
 * Returns the arguments of a layer if each is one of the layer's own arguments or one that every layer of
 * tfjs takes, and the latter have the right types. For these null means not given, as in tfjs.
 *
 * @param owner The layer's class.
 * @param own Names of the layer's own arguments, which it checks itself.
 * @throws ValueError for an unknown argument, with the nearest allowed name, and for one of a wrong type.
 */
export function checkLayerArgs<T extends LayerArgs>(owner: string, args: T, own: readonly string[]): T {
  const ofTfjs = Object.keys(checks) as (keyof LayerArgs)[];
  checkOptions(owner, args, [...own, ...ofTfjs]);
  for (const name of ofTfjs) {
    const value: unknown = args[name];
    if (value !== undefined && value !== null) checks[name](name, value);
  }
  return args;
}

function checkShape(name: string, value: unknown): void {
  const isSize = (size: unknown): boolean =>
    size === null || (Number.isInteger(size) && (size as number) >= 0);
  if (!Array.isArray(value) || !Array.from(value as unknown[]).every(isSize)) {
    throw new ValueError(name, value, 'an array of integers, 0 or more, and nulls');
  }
}
