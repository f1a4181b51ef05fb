/** What multipliers prove about a label set. */
export interface ProvedBounds {
  /** See `multipliersUpperBound`. */
  readonly radius: number;
  /**
   * The same without a unit: it decides whether a set counts as unargmaxable if no eps is given. It does not
   * depend on the units of the features: a radius is measured in half widths of their ranges, and a
   * combination that has to be 0 at a feature without bounds as a share of its own terms there.
   */
  readonly share: number;
}

/** The bounds if there are no multipliers. */
export const nothingProved: ProvedBounds = { radius: Infinity, share: Infinity };

/** A share below this counts as 0: the solvers cannot resolve less. */
export const resolution = 1e-10;
