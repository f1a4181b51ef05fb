/** What an output layer can predict by construction, whatever its weights were trained to. */
export interface Guarantee {
  /** The theorem: sign changes around the circle (DFT), the simplex frame (ETF), or none (BSL). */
  readonly theorem: 'cyclicSignChanges' | 'simplex' | 'none';
  /** Every set of 1 to this many active labels is reachable; 0 when not even single labels are guaranteed. */
  readonly maxActive: number;
  /** The guarantee as a sentence. */
  readonly statement: string;
  /** Whether the theorem covers this label set (active labels, ascending). `false` says nothing: the set may be reachable. */
  readonly covers: (labels: ArrayLike<number>) => boolean;
}
