const control = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Text that may hold names from files, as a line of a summary shows it: newlines, control characters and
 * marks that turn the direction of writing are written as code.
 */
export function inOneLine(text: string): string {
  return text.replace(control, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
