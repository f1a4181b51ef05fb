/** `P(active | z) = sigmoid(slope z + offset)`. */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

/**
 * Fits a sigmoid to scores and outcomes by maximum likelihood (Platt 1999), with Newton's method and a
 * backtracking line search (Lin, Lin, Weng, Machine Learning 68, 2007).
 *
 * As in Platt's paper the targets are `(N+ + 1) / (N+ + 2)` and `1 / (N- + 2)` instead of 1 and 0: so the
 * maximum is finite even if a threshold separates the outcomes, or if there is only one outcome. Scores are
 * centred and scaled first, which changes only the rounding.
 *
 * @param scores Finite.
 * @param isActive One byte per score: 1 or 0.
 */
export function fitSigmoid(scores: Float32Array | Float64Array, isActive: Uint8Array): Sigmoid {
  const { mean, deviation } = moments(scores);
  const positives = isActive.reduce((sum, active) => sum + active, 0);
  const targets = [1 / (scores.length - positives + 2), (positives + 1) / (positives + 2)];
  const at = (slope: number, offset: number) =>
    likelihood(scores, isActive, targets, mean, deviation, slope, offset);

  let slope = 0;
  let offset = Math.log((positives + 1) / (scores.length - positives + 1));
  let here = at(slope, offset);
  for (let iteration = 0; iteration < 100; iteration++) {
    const { g1, g0, h11, h10, h00 } = here;
    // A very small ridge keeps the step defined if all scores are equal.
    const ridge = 1e-12 * (h11 + h00);
    const determinant = (h11 + ridge) * (h00 + ridge) - h10 * h10;
    const stepSlope = -((h00 + ridge) * g1 - h10 * g0) / determinant;
    const stepOffset = -((h11 + ridge) * g0 - h10 * g1) / determinant;
    const decrease = -(g1 * stepSlope + g0 * stepOffset);
    if (!(decrease > 1e-10 * scores.length)) {
      // This near to the maximum, a full step squares the error, and a line search would fail because of the
      // rounding of the loss.
      slope += stepSlope;
      offset += stepOffset;
      break;
    }
    let length = 1;
    let next = at(slope + stepSlope, offset + stepOffset);
    while (!(next.loss <= here.loss - 1e-4 * length * decrease) && length > 1e-10) {
      length /= 2;
      next = at(slope + length * stepSlope, offset + length * stepOffset);
    }
    if (!(next.loss < here.loss)) break; // as near as rounding allows
    slope += length * stepSlope;
    offset += length * stepOffset;
    here = next;
  }
  return { slope: slope / deviation, offset: offset - (slope * mean) / deviation };
}

/**
 * Cross-entropy, its gradient and its Hessian at one slope and offset, for scores that are centred and
 * scaled.
 */
function likelihood(
  scores: Float32Array | Float64Array,
  isActive: Uint8Array,
  targets: number[],
  mean: number,
  deviation: number,
  slope: number,
  offset: number,
): { loss: number; g1: number; g0: number; h11: number; h10: number; h00: number } {
  let [loss, g1, g0, h11, h10, h00] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const z = (scores[i] - mean) / deviation;
    const target = targets[isActive[i]];
    const logit = slope * z + offset;
    const e = Math.exp(-Math.abs(logit));
    const p = logit >= 0 ? 1 / (1 + e) : e / (1 + e);
    loss += Math.max(logit, 0) - target * logit + Math.log1p(e);
    const residual = p - target;
    const weight = e / ((1 + e) * (1 + e));
    g1 += residual * z;
    g0 += residual;
    h11 += weight * z * z;
    h10 += weight * z;
    h00 += weight;
  }
  return { loss, g1, g0, h11, h10, h00 };
}

/** Mean and standard deviation; a standard deviation of 1 if all scores are equal. */
function moments(scores: Float32Array | Float64Array): { mean: number; deviation: number } {
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < scores.length; i++) {
    const difference = scores[i] - mean;
    mean += difference / (i + 1);
    squares += difference * (scores[i] - mean);
  }
  return { mean, deviation: Math.sqrt(squares / scores.length) || 1 };
}
