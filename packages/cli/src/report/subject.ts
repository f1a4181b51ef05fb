/** What a report is about, as the page names it. */
export interface PageSubject {
  /** The model's file; null where it is not known. */
  readonly model: string | null;
  /** The label sets' file; null where there is none. */
  readonly labels: string | null;
  /** The labels' names; null where they have none. */
  readonly names: readonly string[] | null;
  /**
   * Whether the range holds all features that the model can give, whatever its input; false also where that
   * is not known.
   */
  readonly ofEveryInput: boolean;
}
