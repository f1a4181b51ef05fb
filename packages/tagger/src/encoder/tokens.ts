/** Letters with their marks and digits in one piece; pictographs one by one. */
const pattern = /[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu;

/** The tokens of a text, in lower case, compatible characters (NFKC) made one. */
export function tokensOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(pattern) ?? [];
}
