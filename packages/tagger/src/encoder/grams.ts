/**
 * Runs of 1 to `longest` tokens, joined by spaces. The start of a text counts as a token in runs of two and
 * more: ' a bird' begins a text.
 */
export function wordGrams(tokens: readonly string[], longest: number): string[] {
  if (longest === 0) return [];
  const grams = [...tokens];
  const fromStart = ['', ...tokens];
  for (let length = 2; length <= longest; length++) {
    for (let at = 0; at + length <= fromStart.length; at++) {
      grams.push(fromStart.slice(at, at + length).join(' '));
    }
  }
  return grams;
}

/**
 * Runs of `shortest` to `longest` characters (code points) of a token with a space at either end; the whole
 * of it, once, where it is shorter than that.
 */
export function characterGrams(token: string, [shortest, longest]: readonly [number, number]): string[] {
  const characters = [' ', ...token, ' '];
  const grams: string[] = [];
  for (let length = shortest; length <= longest; length++) {
    if (characters.length <= length) {
      grams.push(characters.join(''));
      break;
    }
    for (let at = 0; at + length <= characters.length; at++) {
      grams.push(characters.slice(at, at + length).join(''));
    }
  }
  return grams;
}
