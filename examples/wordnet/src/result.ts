/** Everything one run of the main job found out: what the table prints and the report draws. Plain JSON. */
export interface RunResult {
  /** The command line, e.g. 'npm start -- --full'. */
  readonly command: string;
  /** ISO date. */
  readonly date: string;
  /** Processor, memory, Node version and platform in one line. */
  readonly machine: string;
  /** The tfjs backend, e.g. 'wasm'. */
  readonly backend: string;
  readonly data: {
    readonly labels: number;
    readonly train: number;
    readonly heldOut: number;
    readonly distinctHeldOutSets: number;
    readonly vocabulary: number;
    readonly meanActive: number;
    readonly maxActive: number;
  };
  readonly settings: {
    readonly epochs: number;
    readonly batchSize: number;
    readonly learningRate: number;
    readonly embeddingSize: number;
    readonly seed: number;
  };
  readonly models: readonly ModelResult[];
  /** A held-out example whose label set the bottlenecked model can never predict, or null if it reaches all. */
  readonly unreachable: UnreachableExample | null;
}

/** One trained tagger: its size, how it learned, and which held-out label sets it can predict at all. */
export interface ModelResult {
  /** E.g. 'BSL d=25' or 'DFT k=34 slack=25'. */
  readonly name: string;
  readonly kind: 'bsl' | 'dft';
  /** Trainable parameters of the output layer. */
  readonly outputParameters: number;
  readonly totalParameters: number;
  /** Held-out metrics after each epoch, as fractions. */
  readonly epochs: readonly EpochResult[];
  /** Final, held-out, as a fraction. */
  readonly f1At10: number;
  readonly microF1: number;
  readonly trainSeconds: number;
  readonly verification: VerificationResult;
}

/** The training loss of one epoch and the held-out metrics (fractions) after it. */
export interface EpochResult {
  readonly epoch: number;
  readonly loss: number;
  readonly f1At10: number;
  readonly microF1: number;
  readonly seconds: number;
}

/** How many things got each of the verifier's three answers. */
export interface VerdictCounts {
  readonly argmaxable: number;
  readonly unargmaxable: number;
  readonly undecided: number;
}

/** The verifier's answers on the distinct held-out label sets; the counts at the top level are of those sets. */
export interface VerificationResult extends VerdictCounts {
  /** Held-out examples by the verdict of their label set. */
  readonly examples: VerdictCounts;
  /** Distinct sets that a theorem covers by construction (0 for BSL). */
  readonly guaranteed: number;
  readonly seconds: number;
  readonly sets: readonly SetResult[];
}

/** One distinct held-out label set. */
export interface SetResult {
  /** Proven lower bound of the Chebyshev radius if argmaxable, else 0. */
  readonly radius: number;
  /** Number of active labels. */
  readonly active: number;
  readonly verdict: 'argmaxable' | 'unargmaxable' | 'undecided';
}

/** A held-out example that a model can never get right, and what every model predicts for it. */
export interface UnreachableExample {
  readonly model: string;
  readonly lemma: string;
  readonly gloss: string;
  readonly labels: readonly string[];
  /** Upper bound of the radius from the certificate. */
  readonly radiusUpper: number;
  readonly predictedBy: readonly { readonly model: string; readonly labels: readonly string[] }[];
}
