import { ValueError } from '@argmaxable/core';

/** A place in a text: line, and column or item of a list, from 1. */
export interface Place {
  readonly line: number;
  readonly column?: number;
  readonly item?: number;
}

/** The `ValueError` for a place in a text: it says where the place is, what is there, and what should be. */
class TextError extends ValueError {
  constructor(
    private readonly place: Place,
    given: unknown,
    expected: string,
    private readonly advice?: string,
    text?: string,
  ) {
    const { line, column, item } = place;
    const where = [
      ...(text === undefined ? [] : [text]),
      `line ${line}`,
      ...(column === undefined ? [] : [`column ${column}`]),
      ...(item === undefined ? [] : [`item ${item}`]),
    ];
    super(where.join(', '), given, expected, advice);
  }

  /** Returns the same error with the name of its text. */
  in(text: string): TextError {
    return new TextError(this.place, this.given, this.allowed, this.advice, text);
  }
}

/** Makes the error for a place in a text; a long `given` is shortened. */
export function textError(place: Place, given: unknown, expected: string, advice?: string): ValueError {
  const shown = typeof given === 'string' && given.length > 60 ? `${given.slice(0, 60)}...` : given;
  return new TextError(place, shown, expected, advice);
}

/** Makes the error for a line that is too long and begins with `start`. */
export function lineTooLong(line: number, start: string, maxLength: number): ValueError {
  const expected = `at most ${maxLength} characters long`;
  return textError({ line }, start, expected, 'Raise maxLineLength if this is intended.');
}

/**
 * Runs `read`, and adds the name of the text, if it is known, to errors about places in the text: its path,
 * which streams of files have, or else `role`.
 */
export async function inText<T>(source: unknown, role: string | null, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw named(error, source, role);
  }
}

/** Yields the items, and adds the path of the text, if it is known, to errors about places in it. */
export async function* eachInText<T>(source: unknown, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw named(error, source, null);
  }
}

function named(error: unknown, source: unknown, role: string | null): unknown {
  const name = pathOf(source) ?? role;
  return error instanceof TextError && name !== null ? error.in(name) : error;
}

/** The error for a text without rows. */
export function noExamples(): ValueError {
  return new ValueError('source', 'none', 'text with one example or more', 'Is the file empty, or cut off?');
}

function pathOf(source: unknown): string | null {
  const path = typeof source === 'object' && source !== null && 'path' in source ? source.path : null;
  return typeof path === 'string' && path !== '' ? path : null;
}
