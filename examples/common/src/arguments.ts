import { InvalidArgumentError } from 'commander';

/** Reads an option's value as an integer of at least `min`. */
export function integer(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min) {
      throw new InvalidArgumentError(`It must be an integer, ${min} or more.`);
    }
    return value;
  };
}

/** Reads one value more of an option that takes several integers of at least `min`. */
export function integers(min: number): (text: string, before: number[] | undefined) => number[] {
  return (text, before) => [...(before ?? []), integer(min)(text)];
}

/** Reads an option's value as a number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** Reads an option's value as a number of at least 0. */
export function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  }
  return value;
}

/** The entries that have a value. */
export function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
