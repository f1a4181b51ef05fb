/**
 * An argument outside what is allowed. The message says what was given, what is allowed and, where that helps,
 * what to do.
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
    /** What to do about it. */
    advice?: string,
  ) {
    super(`${argument} must be ${allowed}; got ${describe(given)}.${advice ? ` ${advice}` : ''}`);
  }
}

/** A value as an error message shows it: short, and telling `'3'` from `3`. */
function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `a function`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (Array.isArray(value)) {
    return value.length <= 6 ? `[${value.map(describe).join(', ')}]` : `an array of length ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) return `an object of class ${value.constructor?.name}`;
  return String(value);
}
