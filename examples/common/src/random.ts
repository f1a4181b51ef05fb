import seedrandom from 'seedrandom';

/** The numbers 0 .. size - 1 in an order that the seed decides. */
export function shuffled(size: number, seed: string): number[] {
  const random = seedrandom(seed);
  const order = Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
