import fc from 'fast-check';

export interface Examples {
  readonly targets: number[][];
  readonly logits: number[][];
}

/**
 * One to four examples of one to six labels: any targets; logits from `least` to 6, none on a kink of a loss.
 */
export function examples({ least = -6 }: { least?: number }): fc.Arbitrary<Examples> {
  return fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 })).chain(([rows, n]) => {
    const matrix = (entry: fc.Arbitrary<number>) =>
      fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: rows, maxLength: rows });
    const thousandths = fc.integer({ min: Math.ceil(least * 1000), max: 6000 });
    return fc.record({
      targets: matrix(fc.integer({ min: 0, max: 1 })),
      logits: matrix(thousandths.map((x) => x / 1000 + 0.00017)),
    });
  });
}
