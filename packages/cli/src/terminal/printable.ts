/**
 * What does something in a terminal, or shows a text as another: control characters but tab and newline,
 * separators of lines, and marks that turn the direction of writing.
 */
const unprintable = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A text as it may be written to a terminal; what comes from a file can hold anything. JSON stays the same
 * JSON.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
}

/** The same in one line: for what stands in a line among others. */
export function printableLine(text: string): string {
  return printable(text.replace(/[\t\n\r]+/g, ' '));
}
