/**
 * Takes items until there are enough, and gives them, and all items from the first one on. Whoever stops
 * reading these stops `items` too.
 */
export async function ahead<T>(
  items: AsyncIterable<T>,
  isEnough: (item: T) => boolean,
): Promise<{ readonly taken: readonly T[]; readonly all: AsyncGenerator<T> }> {
  const iterator = items[Symbol.asyncIterator]();
  const taken: T[] = [];
  let ended = false;
  const next = async (): Promise<T[]> => {
    const result = await iterator.next();
    ended = result.done === true;
    return result.done === true ? [] : [result.value];
  };
  for (let enough = false; !enough && !ended;) {
    for (const item of await next()) {
      taken.push(item);
      enough = isEnough(item);
    }
  }
  const all = async function* (): AsyncGenerator<T> {
    try {
      yield* taken.splice(0);
      while (!ended) yield* await next();
    } finally {
      if (!ended) await iterator.return?.();
    }
  };
  return { taken: [...taken], all: all() };
}
