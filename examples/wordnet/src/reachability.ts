import type { LabelSets } from '@argmaxable/core';
import type { BSLOutput, DFTOutput } from '@argmaxable/layers';
import { type About, type LabelSetResult, type Verdict, verify, type VerifyReport } from '@argmaxable/verify';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { verificationProgress } from './progress.js';
import type { VerdictCounts, VerificationResult } from './result.js';

/** Two verifications of the same label sets. */
export interface Reports {
  /** About the model: the features that the ReLU gives, through the output layer's projection. */
  readonly model: VerifyReport;
  /** About the last matrix alone, with features of any sign and size; without a label bias its radii too. */
  readonly classifier: VerifyReport;
}

/**
 * Decides every distinct label set of the held-out examples, about the model and about its last matrix, with
 * live bars.
 */
export async function verifyWithProgress(
  model: LayersModel,
  labelSets: LabelSets,
  signal: AbortSignal,
): Promise<Reports> {
  const decide = async (about: About, mode: 'verdict' | 'radius'): Promise<VerifyReport> => {
    const bar = verificationProgress(about === 'model' ? 'the model' : 'its last matrix', labelSets.size);
    try {
      const onProgress = ({ done }: { done: number }): void => bar.update(done);
      return await verify(model, { labelSets, about, mode, signal, onProgress });
    } finally {
      bar.stop();
    }
  };
  // About the model there is no radius: features have no upper bound, and the projection has a bias.
  const { useBias } = model.getLayer('labels') as BSLOutput | DFTOutput;
  return {
    model: await decide('model', 'verdict'),
    classifier: await decide('classifier', useBias ? 'verdict' : 'radius'),
  };
}

/**
 * What the table and the report say of the verifications.
 *
 * @param reports On distinct label sets.
 * @param counts How many examples have each of them.
 */
export function summarize({ model, classifier }: Reports, counts: ArrayLike<number>): VerificationResult {
  const alone = classifier.results;
  return {
    model: { ...verdictsOf(model, counts), confirmed: model.confirmedCounts()!.distinct },
    classifier: {
      ...verdictsOf(classifier, counts),
      guaranteed: alone.filter(({ guaranteed }) => guaranteed).length,
    },
    projection: model.projection!,
    featureRange: model.settings.featureRange.words,
    sets: model.results.map(({ labels, verdict }, i) => ({
      active: labels.length,
      model: verdict,
      classifier: alone[i].verdict,
      radius: radiusOf(alone[i], classifier.settings.mode),
    })),
  };
}

function radiusOf({ verdict, radius }: LabelSetResult, mode: 'verdict' | 'radius'): number | null {
  if (mode === 'verdict') return null;
  return verdict === 'argmaxable' ? radius.lower : 0;
}

function verdictsOf(
  { results, distinctCounts, milliseconds }: VerifyReport,
  counts: ArrayLike<number>,
): VerdictCounts & { examples: VerdictCounts; seconds: number } {
  const examples: Record<Verdict, number> = { argmaxable: 0, unargmaxable: 0, undecided: 0 };
  results.forEach(({ verdict }, i) => (examples[verdict] += counts[i]));
  return { ...distinctCounts, examples, seconds: milliseconds / 1000 };
}
