import { tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';

/** What an argument may be: a right value, and which others may be right too. */
export interface Spec {
  /** A right value, made anew. */
  readonly valid: () => unknown;
  /**
   * False for what must be refused. True for what may be taken or refused; a raw error is wrong even then.
   */
  readonly accepts: (value: unknown) => boolean;
  /** Wrong values inside a right one: an element, an option. Each must be refused. */
  readonly wrongInside: () => { readonly value: unknown; readonly place: string }[];
}

/** A function, constructor or method, and what its arguments may be. */
export interface PublicFunction {
  readonly name: string;
  readonly call: (...args: never[]) => unknown;
  readonly args: readonly Spec[];
}

export function publicFunction(
  name: string,
  call: (...args: never[]) => unknown,
  ...args: Spec[]
): PublicFunction {
  return { name, call, args };
}

function spec(
  valid: () => unknown,
  accepts: (value: unknown) => boolean,
  wrongInside: Spec['wrongInside'] = () => [],
): Spec {
  return { valid, accepts, wrongInside };
}

export function optional(of: Spec): Spec {
  return { ...of, accepts: (value) => value === undefined || of.accepts(value) };
}

export function nullable(of: Spec): Spec {
  return { ...of, accepts: (value) => value === null || value === undefined || of.accepts(value) };
}

export function either(first: Spec, ...others: Spec[]): Spec {
  return { ...first, accepts: (value) => [first, ...others].some((one) => one.accepts(value)) };
}

/** Anything: for arguments whose values the function only passes on. */
export const anything = (valid: unknown): Spec =>
  spec(
    () => valid,
    () => true,
  );

export function number(valid: number, allowed: (value: number) => boolean = Number.isFinite): Spec {
  return spec(
    () => valid,
    (value) => typeof value === 'number' && allowed(value),
  );
}

export function integer(valid: number, min = -Infinity, max = Infinity): Spec {
  return number(valid, (value) => Number.isInteger(value) && value >= min && value <= max);
}

export const boolean = (valid = true): Spec =>
  spec(
    () => valid,
    (value) => typeof value === 'boolean',
  );

export function string(valid: string, allowed: (value: string) => boolean = () => true): Spec {
  return spec(
    () => valid,
    (value) => typeof value === 'string' && allowed(value),
  );
}

export const oneOf = (...values: string[]): Spec => string(values[0], (value) => values.includes(value));

export const callback = (valid: (...args: never[]) => unknown): Spec =>
  spec(
    () => valid,
    (value) => typeof value === 'function',
  );

/** An instance of a class, or another value that only a function of ours makes. */
export function instance(make: () => unknown, accepts: (value: unknown) => boolean = () => false): Spec {
  return spec(make, accepts);
}

/** What is no number, though JavaScript would make one of most. */
export const notNumbers: readonly unknown[] = [null, undefined, '', '1', true, [5], [], {}, 1n];

function isNumbers(value: unknown): value is ArrayLike<number> {
  const isTyped = ArrayBuffer.isView(value) && !(value instanceof DataView);
  if (!Array.isArray(value) && !isTyped) return false;
  return Array.from(value as ArrayLike<unknown>).every((item) => typeof item === 'number');
}

/** A vector of numbers: an array or a typed array. */
export function numbers(
  valid: readonly number[],
  { alsoWrong = [NaN] }: { alsoWrong?: unknown[] } = {},
): Spec {
  return spec(
    () => [...valid],
    isNumbers,
    () =>
      [...notNumbers, ...alsoWrong].map((wrong) => ({
        value: [...valid.slice(0, -1), wrong],
        place: `[${valid.length - 1}]`,
      })),
  );
}

/** Rows of numbers; typed arrays and tensors may do too. */
export function rows(
  valid: readonly (readonly number[])[],
  { alsoWrong = [NaN], allowed = [] }: { alsoWrong?: unknown[]; allowed?: unknown[] } = {},
): Spec {
  const last = valid.length - 1;
  return spec(
    () => valid.map((row) => [...row]),
    (value) => isNumbers(value) || (Array.isArray(value) && value.every((row) => isNumbers(row))),
    () => [
      ...[...notNumbers, ...alsoWrong]
        .filter((wrong) => !allowed.includes(wrong))
        .map((wrong) => ({
          value: [...valid.slice(0, -1), [...valid[last].slice(0, -1), wrong]],
          place: `[${last}][${valid[last].length - 1}]`,
        })),
      ...[null, undefined, 5, '', 'ab', {}, true, []].map((wrong) => ({
        value: [...valid.slice(0, -1), wrong],
        place: `[${last}]`,
      })),
    ],
  );
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/**
 * Options: each field by its spec, names that are none refused. Fields in `needed` have no default; right
 * values have those in `usual` too.
 */
export function options(
  fields: Record<string, Spec>,
  needed: readonly string[] = [],
  usual: readonly string[] = [],
): Spec {
  const valid = () => Object.fromEntries([...needed, ...usual].map((name) => [name, fields[name].valid()]));
  return spec(
    valid,
    (value) =>
      isPlain(value) &&
      Object.entries(value).every(
        ([name, option]) => name in fields && (option === undefined || fields[name].accepts(option)),
      ) &&
      needed.every((name) => value[name] !== undefined),
    () => [
      { value: { ...valid(), zzz: 1 }, place: '.zzz' },
      ...needed.map((name) => ({ value: { ...valid(), [name]: undefined }, place: `.${name}` })),
      ...Object.entries(fields).flatMap(([name, field]) =>
        wrongValues(field)
          .filter(({ value }) => value !== undefined || needed.includes(name))
          .map(({ value, place }) => ({ value: { ...valid(), [name]: value }, place: `.${name}${place}` })),
      ),
    ],
  );
}

/** Values of every kind that a caller may hand over by mistake, some of them right for some arguments. */
export function pool(): unknown[] {
  const disposed = tensor2d([[1]]);
  disposed.dispose();
  const hole = Array<unknown>(2);
  hole[1] = 1;
  return [
    undefined,
    null,
    0,
    -1,
    0.5,
    1e9,
    NaN,
    Infinity,
    '',
    'x',
    '1',
    true,
    false,
    1n,
    Symbol('x'),
    () => 1,
    {},
    { x: 1 },
    Object.create(null),
    new Map(),
    new Set([1]),
    new Date(0),
    /x/,
    Promise.resolve(1),
    new Error('x'),
    [],
    [null],
    [''],
    ['x'],
    [true],
    [undefined],
    [NaN],
    [[5]],
    [[null]],
    [[[1]]],
    hole,
    [[], []],
    BigInt64Array.of(1n),
    new DataView(new ArrayBuffer(8)),
    new ArrayBuffer(8),
    new Float32Array(0),
    disposed,
  ];
}

/** All wrong values of an argument that the fuzz knows. */
export function wrongValues({ accepts, wrongInside }: Spec): { value: unknown; place: string }[] {
  return [
    ...pool()
      .filter((value) => !accepts(value))
      .map((value) => ({ value, place: '' })),
    ...wrongInside(),
  ];
}

/** Random values of every kind, right or wrong. */
export const anyValue = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 2,
});
