import { checkInteger, checkOptions, ValueError } from '@argmaxable/core';

/** Every `of`-th label set of an input, starting with number `index` (from 1). */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const wholeInput: Shard = { index: 1, of: 1 };

/** @throws ValueError for anything except 'i/m' with 1 <= i <= m. */
export function parseShard(text: unknown): Shard {
  const match = typeof text === 'string' ? /^(\d{1,15})\/(\d{1,15})$/.exec(text) : null;
  const [index, of] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (index < 1 || index > of) throw new ValueError('shard', text, "'i/m' with i from 1 to m, such as '1/4'");
  return { index, of };
}

/** Whether the set at index `place` (from 0) belongs to the shard. */
export function isInShard(place: number, { index, of }: Shard): boolean {
  return place % of === index - 1;
}

/** How many of the given number of sets belong to the shard. */
export function setsInShard(sets: number, { index, of }: Shard): number {
  return Math.floor((sets - index) / of) + 1;
}

/** @throws ValueError for a value that is not valid as the shard of a report. */
export function shardFromJson(json: object): Shard {
  const { index, of } = checkOptions('settings.shard', json as Partial<Shard>, ['index', 'of']);
  const last = checkInteger('settings.shard.of', of, { min: 1 });
  return { index: checkInteger('settings.shard.index', index, { min: 1, max: last }), of: last };
}
