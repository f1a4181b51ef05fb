import type { EncoderName } from '../data/encoders.js';
import type { Finished } from '../figure.js';
import type { CandidateName } from '../matrices/candidates.js';
import type { Radii } from '../radii.js';
import type { Ascent } from '../radius-ascent.js';
import type { RadiusRegulariser } from '../radius-regulariser.js';
import type { Scores } from '../training.js';

export interface CandidateCell {
  readonly candidate: CandidateName;
  readonly n: number;
  readonly k: number;
  readonly slack: number;
  /** Steps that move the slack towards larger radii of training sets before anything else; null for none. */
  readonly ascent: Ascent | null;
  /** Null: the matrix as training starts from it. */
  readonly training: Training | null;
  /** Examples of WordNet. */
  readonly examples: number;
  /** Distinct held-out sets, at most, and random sets of each size. */
  readonly samples: number;
  readonly active: readonly number[];
  readonly seed: number;
}

export interface Training {
  readonly rate: number;
  readonly epochs: number;
  readonly encoder: EncoderName;
  readonly embeddingSize: number;
  /** Whether the angles of the labels are trained too. */
  readonly angles: boolean;
  /** Null for binary cross-entropy alone. */
  readonly regulariser: RadiusRegulariser | null;
}

export interface CandidateResult {
  readonly heldOut: Radii;
  /** Of random sets, by the sizes in `active`. */
  readonly random: readonly Radii[];
  /** After training. */
  readonly scores: { readonly validation: Scores; readonly heldOut: Scores } | null;
}

export type DoneCandidate = Finished<CandidateCell, CandidateResult>;

/** What a cell tries: all of it but slack, rate and seed. */
export function nameOf({ candidate, ascent, training }: CandidateCell): string {
  const { angles = false, regulariser = null } = training ?? {};
  return [
    candidate,
    ...(ascent ? ['slack moved up'] : []),
    ...(angles ? ['angles trained'] : []),
    ...(regulariser ? [regulariserText(regulariser)] : []),
  ].join(', ');
}

const regulariserText = (regulariser: RadiusRegulariser): string =>
  regulariser.kind === 'margin'
    ? `margin loss × ${regulariser.weight}`
    : `moved up by ${regulariser.rate} while training`;
