import { BSLOutput, DFTOutput, type OutputLayer } from '@argmaxable/layers';
import { initializers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { StudyData } from './data/study-data.js';

/** The output layer that a model ends in. */
export type Head =
  | { readonly kind: 'bsl'; readonly features: number; readonly prior: boolean }
  | { readonly kind: 'dft'; readonly k: number; readonly slack: number; readonly prior: boolean };

/** 'BSL d=16, prior', 'DFT k=34 slack=25'. */
export function headName(head: Head): string {
  const size = head.kind === 'bsl' ? `BSL d=${head.features}` : `DFT k=${head.k} slack=${head.slack}`;
  return `${size}${head.prior ? ', prior' : ', no prior'}`;
}

/** Where the labels of a DFT layer are on the circle. */
export type LabelOrder = ArrayLike<number> | null;

/**
 * The encoder of a data set and an output layer, every weight started from the seed.
 *
 * @param labelOrder Of a DFT layer.
 */
export function buildModel(
  data: StudyData,
  head: Head,
  seed: number,
  labelOrder: LabelOrder = null,
): { model: Sequential; output: OutputLayer } {
  const output = outputLayer(data, head, seed, labelOrder);
  return { model: sequential({ layers: [...data.encoder(seed), output] }), output };
}

function outputLayer(data: StudyData, head: Head, seed: number, labelOrder: LabelOrder): OutputLayer {
  const [projectionInitializer, columnInitializer] = [1, 2].map((part) => startLikeTorch(seed + 100 * part));
  const shared = { units: data.numLabels, projectionInitializer };
  if (head.kind === 'bsl') {
    return new BSLOutput({ ...shared, features: head.features, kernelInitializer: columnInitializer });
  }
  return new DFTOutput({
    ...shared,
    ...{ k: head.k, slack: head.slack, labelOrder, slackInitializer: columnInitializer },
    ...{ priorBias: head.prior, expectedActive: data.meanActive },
  });
}

/** Uniform within 1 / sqrt(inputs) of 0, as PyTorch's linear layers, and so the published models, start. */
const startLikeTorch = (seed: number) =>
  initializers.varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform', seed });
