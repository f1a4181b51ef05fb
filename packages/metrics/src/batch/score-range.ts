/**
 * The range of scores. 'outside': some are below 0 or above 1. 'between': all are from 0 to 1, and some are
 * neither 0 nor 1. 'at': all are 0 or 1.
 */
export type ScoreRange = 'outside' | 'between' | 'at';

export function scoreRange(scores: ArrayLike<number>): ScoreRange {
  let range: ScoreRange = 'at';
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    if (score < 0 || score > 1) return 'outside'; // for logits, after the first few scores
    if (score > 0 && score < 1) range = 'between';
  }
  return range;
}
