import { createHash } from 'node:crypto';
import { verify, type VerifyReport } from '@argmaxable/verify';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split } from './dataset.js';
import { predict } from './evaluation.js';

/** Of how many examples the outputs, and of how many label sets the verdicts are compared. */
export const COMPARED = { outputs: 256, verdicts: 300 };

/** Two models with the same fingerprint give the same outputs, to the last bit, and the same verdicts. */
export interface Fingerprint {
  /** Hash of the logits of the first held-out examples. */
  readonly outputs: string;
  /** Hash of the verdicts about the model on the first distinct held-out label sets. */
  readonly verdicts: string;
}

/** @param report The verdicts about the model, where they are known; else they are found. */
export async function fingerprint(
  model: LayersModel,
  heldOut: Split,
  report?: VerifyReport,
): Promise<Fingerprint> {
  const logits = predict(model, heldOut, [...heldOut.tokens.keys()].slice(0, COMPARED.outputs));
  const outputs = createHash('sha256').update(logits.dataSync()).digest('hex');
  logits.dispose();
  const { sets } = heldOut.labelSets.distinct();
  const firstSets = sets.select([...Array(sets.size).keys()].slice(0, COMPARED.verdicts));
  const { results } = report ?? (await verify(model, { labelSets: firstSets, about: 'model' }));
  const verdicts = results.slice(0, COMPARED.verdicts).map(({ verdict }) => verdict);
  return { outputs, verdicts: createHash('sha256').update(verdicts.join()).digest('hex') };
}
