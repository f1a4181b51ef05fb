/** A tensor's file and its name there, '' in a file of one. */
export interface Origin {
  readonly path: string;
  readonly tensor: string;
}
