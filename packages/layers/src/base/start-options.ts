import { checkBoolean, checkNumber, isArrayLike, readNumbers, ValueError } from '@argmaxable/core';
import { type serialization, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/**
 * The arguments that say where the scores of the labels start.
 *
 * Training of many labels that are rarely active first has to learn just that. Two weights can carry it from
 * the start, one number for all labels or one for each:
 *
 * - the constant column: the first column of the matrix is 1 / sqrt(n) in every row and not trained, so that
 *   the first feature x[0], whose bias p[0] is trained, moves all labels alike. With `priorBias` it starts
 *   them at `expectedActive`; with `labelFrequencies` at 0, so that nothing is counted twice.
 * - the label bias, with `useBias`: it starts at the log-odds of `labelFrequencies`, without them at 0.
 *
 * Sources: arXiv 2310.10443, section 4, for the constant column; arXiv 1708.02002 for a bias that starts at
 * the log-odds of a prior.
 */
export interface StartArgs {
  /**
   * Whether there is a constant column whose p[0] starts at sqrt(n) logit(expectedActive / n), so that every
   * label has that probability where the rest of the score is 0; true by default. Without it `DFTOutput`
   * keeps its constant column, which starts at 0, and `BSLOutput` has none.
   */
  priorBias?: boolean;
  /**
   * Active labels expected per example, above 0 and below `units`; for `DFTOutput` k by default, for
   * `BSLOutput` 1 (1 / 2 of a single label). It is used only where the constant column starts at the prior.
   */
  expectedActive?: number;
  /**
   * Whether to add a trained bias to each label's logit, the weight `bias` [n]; by default only with
   * `labelFrequencies`.
   */
  useBias?: boolean;
  /**
   * The share of examples that have each label, [n], each above 0 and below 1: every label's bias starts at
   * its log-odds. `labelFrequencies` of `@argmaxable/data` counts them. They are a start and not part of the
   * config: a layer that is made of its config starts its bias at 0, until its weights are loaded.
   */
  labelFrequencies?: ArrayLike<number> | null;
}

/** Names of these arguments. */
export const startArguments = ['priorBias', 'expectedActive', 'useBias', 'labelFrequencies'] as const;

/** Where the scores of n labels start. */
export class StartOptions {
  readonly priorBias: boolean;
  readonly expectedActive: number;
  readonly useBias: boolean;
  private readonly logOdds: Float32Array | null;

  /**
   * @param defaultActive `expectedActive` where it is not given.
   * @throws ValueError naming the argument, for values out of range and for `labelFrequencies` with
   *   `useBias: false`.
   */
  constructor(
    args: StartArgs,
    private readonly units: number,
    defaultActive: number,
  ) {
    const { priorBias = true, expectedActive = defaultActive, labelFrequencies = null } = args;
    const { useBias = labelFrequencies !== null } = args;
    this.priorBias = checkBoolean('priorBias', priorBias);
    this.expectedActive = checkNumber('expectedActive', expectedActive);
    if (!(expectedActive > 0 && expectedActive < units)) {
      throw new ValueError('expectedActive', expectedActive, `above 0 and below units = ${units}`);
    }
    this.useBias = checkBoolean('useBias', useBias);
    this.logOdds = labelFrequencies === null ? null : logOddsOf(labelFrequencies, units);
    if (this.logOdds && !useBias) {
      const advice = 'The bias is what they start; leave useBias out.';
      throw new ValueError('useBias', useBias, 'true where labelFrequencies are given', advice);
    }
  }

  /** Writes the starts of both biases; the first entry of the projection's is the constant column's. */
  write(projectionBias: LayerVariable, labelBias: LayerVariable | null): void {
    tidy(() => {
      if (this.logOdds) labelBias!.write(tensor1d(this.logOdds));
      else if (this.priorBias) projectionBias.write(tensor1d(this.atPrior(projectionBias.shape[0]!)));
    });
  }

  getConfig(): serialization.ConfigDict {
    const { priorBias, expectedActive, useBias } = this;
    return { priorBias, expectedActive, useBias };
  }

  /** p[0] = sqrt(n) logit(a / n): through the constant column, every label starts at probability a / n. */
  private atPrior(width: number): Float32Array {
    const start = new Float32Array(width);
    start[0] = Math.sqrt(this.units) * logit(this.expectedActive / this.units);
    return start;
  }
}

function logOddsOf(given: unknown, units: number): Float32Array {
  if (isArrayLike(given) && given.length !== units) {
    const allowed = `an array of ${units} numbers, one for each label`;
    throw new ValueError('labelFrequencies', `${given.length} of them`, allowed);
  }
  const frequencies = readNumbers('labelFrequencies', given);
  const outside = frequencies.findIndex((share) => !(share > 0 && share < 1));
  if (outside >= 0) {
    const advice =
      'Smooth them, (count + 1) / (examples + 2), as labelFrequencies of @argmaxable/data does: the log-odds of ' +
      '0 and 1 are infinite.';
    throw new ValueError(`labelFrequencies[${outside}]`, frequencies[outside], 'above 0 and below 1', advice);
  }
  return Float32Array.from(frequencies, logit);
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
