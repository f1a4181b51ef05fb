/** Where scores lie: some 'outside' of 0 to 1; all in there and some 'between' them; or all 'at' 0 or 1. */
export type ScoreRange = 'outside' | 'between' | 'at';

export function scoreRange(scores: ArrayLike<number>): ScoreRange {
  let range: ScoreRange = 'at';
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    if (score < 0 || score > 1) return 'outside'; // of logits, among the first few
    if (score > 0 && score < 1) range = 'between';
  }
  return range;
}
