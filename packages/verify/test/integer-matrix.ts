import fc from 'fast-check';

/** Small integers: ties, repeated rows, rows of zeros and dependent rows are common among them. */
export const integerMatrix = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }))
  .chain(([n, d]) =>
    fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: d, maxLength: d }), {
      minLength: n,
      maxLength: n,
    }),
  );
