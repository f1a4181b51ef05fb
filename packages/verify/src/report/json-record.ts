import { isPlainObject, ValueError } from '@argmaxable/core';

/** @throws ValueError if it is not an object. */
export function record(argument: string, json: unknown): Record<string, unknown> {
  if (!isPlainObject(json)) throw new ValueError(argument, json, 'an object, as in a report');
  return json;
}
