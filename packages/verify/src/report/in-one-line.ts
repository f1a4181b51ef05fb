const control = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Text that may contain names from files, as one line of a summary: newlines, control characters and marks
 * that change the writing direction are written as codes.
 */
export function inOneLine(text: string): string {
  return text.replace(control, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
