import { share, whole } from '@argmaxable/report';
import type { VerifyReport } from '@argmaxable/verify';

/**
 * What the output layer's theorem says about the label sets, and whether it is about the model; null if the
 * layer has no theorem.
 */
export function guaranteeOf({ guarantee, results, order, settings }: VerifyReport): string | null {
  if (guarantee === null) return null;
  const covered = results.filter(({ guaranteed }) => guaranteed);
  if (covered.length === 0) return guarantee;
  const ofMatrix = covered.some(({ guaranteedAbout }) => guaranteedAbout === 'classifier');
  const missed = covered.filter(({ verdict }) => verdict !== 'argmaxable').length;
  const unknown =
    settings.about === 'model'
      ? '; whether the layers in front can give such features is not known here'
      : '';
  const what = ofMatrix
    ? `within reach of the last matrix alone, with features of any sign and size${unknown}`
    : 'within reach of the model’s output layer';
  const limits =
    missed === 0 ? '' : ` With the stored numbers ${whole(missed)} of them are not proved reachable.`;
  return `${guarantee} So, in exact arithmetic, ${share(covered.length, order.length)} of the label sets are ${what}.${limits}`;
}
