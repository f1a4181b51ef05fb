/** A point of a curve: what a layer of so many trained parameters scores. */
export interface SizedScore {
  readonly parameters: number;
  readonly score: number;
}

/**
 * With how many trained parameters a kind of layer scores as much as another, in words: where its curve first
 * comes up to the score, on straight lines between its points against the logarithm of the parameters.
 *
 * @param curve The layers of the kind, in any order.
 * @returns 'about 53,000'; 'at most 17,161' where the smallest layer scores more; 'none tried' where no layer
 *   scores as much.
 */
export function matchedSize(curve: readonly SizedScore[], score: number): string {
  const points = [...curve].sort((a, b) => a.parameters - b.parameters);
  const i = points.findIndex((point) => point.score >= score);
  if (i === -1) return 'none tried';
  if (i === 0) return `at most ${points[0].parameters.toLocaleString('en')}`;
  const [below, above] = [points[i - 1], points[i]];
  const part = (score - below.score) / (above.score - below.score);
  const parameters = below.parameters * (above.parameters / below.parameters) ** part;
  return `about ${Number(parameters.toPrecision(2)).toLocaleString('en')}`;
}
