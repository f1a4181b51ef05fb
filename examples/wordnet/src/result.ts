import type { HeadKind } from './heads.js';
import type { TriedRate } from './tuning.js';

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
    readonly embeddingSize: number;
    readonly seed: number;
    readonly seeds: number;
  };
  /** The rates tried in this run; null where none were. */
  readonly tuning: Tuning | null;
  readonly ratesFrom: RatesFrom;
  readonly models: readonly ModelResult[];
  /**
   * A held-out example whose label set one of the models can never predict, or null where no such set was
   * proved.
   */
  readonly unreachable: UnreachableExample | null;
}

/**
 * Where the learning rates come from: chosen in this run on validation examples, or in an earlier run of the
 * same sizes ('stored'), or of other sizes ('other'), or given by the user.
 */
export type RatesFrom = 'tuned' | 'stored' | 'other' | 'given';

/** Learning rates that were tried, each head at each. */
export interface Tuning {
  /** Validation examples: training examples that were not trained on then. */
  readonly examples: number;
  readonly tried: readonly TriedRate[];
}

/** One trained tagger: its size, how it learned, and what was proved of the held-out label sets. */
export interface ModelResult {
  /** E.g. 'BSL d=26', 'BSL d=26 prior' or 'DFT k=34 slack=24'. */
  readonly name: string;
  readonly kind: HeadKind;
  /** Models of one width are compared with each other. */
  readonly width: number;
  /** Adam's. */
  readonly learningRate: number;
  /** Trainable parameters of the output layer. */
  readonly outputParameters: number;
  readonly totalParameters: number;
  /** What each seed gave. Everything else here is of the first. */
  readonly seeds: readonly SeedResult[];
  /** Held-out metrics after each epoch, as fractions. */
  readonly epochs: readonly EpochResult[];
  readonly trainSeconds: number;
  readonly verification: VerificationResult;
}

/** Held-out metrics, as fractions. */
export interface Scores {
  readonly f1At10: number;
  readonly microF1: number;
  /** Share of the examples whose label set is predicted without any error. */
  readonly exact: number;
}

/** What training with one seed gave: final metrics, and distinct label sets out of reach. */
export interface SeedResult extends Scores {
  readonly seed: number;
  /** Sets that no input of the model reaches. */
  readonly model: number;
  /** Sets undecided about the model. */
  readonly undecided: number;
  /** Sets that no features of its last matrix reach. */
  readonly classifier: number;
}

/** The training loss of one epoch and the held-out metrics after it. */
export interface EpochResult extends Scores {
  readonly epoch: number;
  readonly loss: number;
  readonly seconds: number;
}

/** How many things got each of the verifier's three answers. */
export interface VerdictCounts {
  readonly argmaxable: number;
  readonly unargmaxable: number;
  readonly undecided: number;
}

/** The verifier's answers on the distinct held-out label sets. */
export interface VerificationResult {
  /** About the model: features in `featureRange` go into the output layer's projection. */
  readonly model: ModelVerdicts;
  /** About the last matrix alone, with features of any sign and size. */
  readonly classifier: ClassifierVerdicts;
  /** What the output layer's projection makes of the features in `featureRange`. */
  readonly projection: ProjectionResult;
  /** Which features count for `model`, in words: "any (leakyReLU 'leaky_relu')". */
  readonly featureRange: string;
  readonly sets: readonly SetResult[];
}

/** Verdicts on one subject; the counts at the top level are of distinct label sets. */
export interface Verdicts extends VerdictCounts {
  /** Held-out examples by the verdict of their label set. */
  readonly examples: VerdictCounts;
  readonly seconds: number;
}

export interface ModelVerdicts extends Verdicts {
  /** How many of the argmaxable sets the model's own output layer, in float32, predicts at the witness. */
  readonly confirmed: number;
}

export interface ClassifierVerdicts extends Verdicts {
  /** Distinct sets that a theorem about the matrix covers by construction (0 for BSL). */
  readonly guaranteed: number;
}

export interface ProjectionResult {
  /** Features that go in. */
  readonly inputs: number;
  /** Features of the last matrix. */
  readonly features: number;
  readonly rank: number;
  /**
   * Whether every feature vector of the last matrix is proved to come from some features in the range. What
   * is reachable by construction is then so of the model.
   */
  readonly carries: boolean;
}

export type Verdict = keyof VerdictCounts;

/** One distinct held-out label set. */
export interface SetResult {
  /** Number of active labels. */
  readonly active: number;
  readonly model: Verdict;
  readonly classifier: Verdict;
  /**
   * Proved lower bound of the radius in the features of the last matrix if argmaxable there, else 0; null for
   * a layer with a label bias, where a radius depends on how large features are.
   */
  readonly radius: number | null;
}

/** A held-out example that a model can never get right, and what every model predicts for it. */
export interface UnreachableExample {
  readonly model: string;
  /** How many of the held-out examples that model can never get right. */
  readonly outOfReach: number;
  readonly lemma: string;
  readonly gloss: string;
  readonly labels: readonly string[];
  /**
   * Whether the proof holds in exact arithmetic; if not, it holds up to changes of the weights by 1e-10 of
   * themselves.
   */
  readonly exact: boolean;
  readonly predictedBy: readonly PredictedBy[];
}

/** What a model says to that example. */
export interface PredictedBy {
  readonly model: string;
  /** On the example's label set, about the model. */
  readonly verdict: Verdict;
  readonly labels: readonly string[];
  /** How many of the examples out of reach it predicts exactly. */
  readonly exactly: number;
}
