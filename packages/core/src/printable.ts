import { checkString } from './checks/index.js';

/**
 * What does something in a terminal, or shows a text as another: control characters but tab and newline,
 * separators of lines, and marks that turn the direction of writing.
 */
const unprintable = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A text as it may be written to a terminal or into a page; what comes from a file can hold anything. What
 * could do something there becomes an escape of JSON, so that JSON stays the same JSON.
 *
 * @throws ValueError for a value that is not a string.
 *
 * @example
 * import { printable } from '@argmaxable/core';
 * console.log(printable('a\u202eb')); // a, the escape, b
 */
export function printable(text: string): string {
  return checkString('text', text).replace(unprintable, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
}

/**
 * The same without line breaks, for text within a line.
 *
 * @throws ValueError for a value that is not a string.
 */
export function printableLine(text: string): string {
  return printable(checkString('text', text).replace(/[\t\n\r]+/g, ' '));
}
