import type { Head, HeadKind } from './heads.js';

/** Adam's learning rate of each kind of head: one for all widths, or by width. */
export type LearningRates = Readonly<Record<HeadKind, number | Readonly<Record<number, number>>>>;

/** A head's rate: of those by width the one of the nearest width, of two as near the lower width's. */
export function rateOf(rates: LearningRates, { kind, width }: Head): number {
  const ofKind = rates[kind];
  if (typeof ofKind === 'number') return ofKind;
  const widths = Object.keys(ofKind).map(Number); // ascending, as keys that are integers are
  const nearest = widths.reduce((best, other) =>
    Math.abs(other - width) < Math.abs(best - width) ? other : best,
  );
  return ofKind[nearest];
}
