import { isPlainObject, ValueError } from '@argmaxable/core';

/** @throws ValueError for what is no object. */
export function record(argument: string, json: unknown): Record<string, unknown> {
  if (!isPlainObject(json)) throw new ValueError(argument, json, 'an object, as a report has it');
  return json;
}
