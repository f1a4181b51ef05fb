import { isTensor } from '@argmaxable/core';

/**
 * Reads the values of a training's logs, by key, without those that are undefined. Tensors are read from the
 * device but not disposed, because the history owns them.
 */
export async function logValues(logs: object = {}): Promise<Map<string, unknown>> {
  const entries = Object.entries(logs) as [string, unknown][];
  return new Map(
    await Promise.all(
      entries.map(async ([key, value]) => [key, isTensor(value) ? (await value.data())[0] : value] as const),
    ),
  );
}
