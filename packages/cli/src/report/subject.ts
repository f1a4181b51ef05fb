/** The names on the page for what a report is about. */
export interface PageSubject {
  /** The model's file; null if it is not known. */
  readonly model: string | null;
  /** The label sets' file; null if there is none. */
  readonly labels: string | null;
  /** The labels' names; null if they have none. */
  readonly names: readonly string[] | null;
  /**
   * Whether the range contains all features that the model can give, for all inputs; false also if this is
   * not known.
   */
  readonly ofEveryInput: boolean;
}
