/**
 * An argument outside what is allowed. The message says what was given, what is allowed and, where that
 * helps, what to do.
 */
export class ValueError extends Error {
  override readonly name = 'ValueError';

  constructor(
    /** The argument's name as the caller wrote it, such as `k`. */
    readonly argument: string,
    /** What the caller gave. */
    readonly given: unknown,
    /** What is allowed, as a phrase that ends 'must be ...'. */
    readonly allowed: string,
    /** What the caller can do about it. */
    advice?: string,
  ) {
    super(`${argument} must be ${allowed}; got ${describeValue(given)}.${advice ? ` ${advice}` : ''}`);
  }
}

/** A value as a message shows it: short, and `'3'` looks different from `3`. */
export function describeValue(value: unknown): string {
  return describe(value, 2);
}

/** `depth`: how deep arrays in arrays are shown; arrays may contain themselves. */
function describe(value: unknown, depth: number): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}...` : value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (Array.isArray(value)) {
    return value.length <= 6 && depth > 0
      ? `[${Array.from(value, (item) => describe(item, depth - 1)).join(', ')}]`
      : `an array of length ${value.length}`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const { shape, isDisposed } = value as { shape?: unknown; isDisposed?: unknown };
  if (typeof isDisposed === 'boolean' && Array.isArray(shape)) {
    return `${isDisposed ? 'a disposed tensor' : 'a tensor'} of shape [${shape.join(', ')}]`;
  }
  return `an object of class ${value.constructor?.name ?? 'null'}`;
}
