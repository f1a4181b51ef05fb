/** What multipliers prove of a label set. */
export interface ProvedBounds {
  /** See `multipliersUpperBound`. */
  readonly radius: number;
  /**
   * The same without a unit: what decides whether a set counts as out of reach where no eps is given. It does
   * not depend on the units that features have: a radius counts in half widths of their ranges, and a
   * combination that has to be 0 at a feature without bounds as a share of its own terms there.
   */
  readonly share: number;
}

/** What no multipliers prove. */
export const nothingProved: ProvedBounds = { radius: Infinity, share: Infinity };

/** A share below this is none: it is what the solvers resolve. */
export const resolution = 1e-10;
