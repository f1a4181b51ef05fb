/** Whether a value is an object that can be iterated over. Text is none: it holds letters. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return hasMethod(value, Symbol.iterator);
}

/** Whether a value is an object that can be iterated over with `for await` alone. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return hasMethod(value, Symbol.asyncIterator);
}

function hasMethod(value: unknown, name: symbol): boolean {
  return typeof value === 'object' && typeof (value as Record<symbol, unknown> | null)?.[name] === 'function';
}
