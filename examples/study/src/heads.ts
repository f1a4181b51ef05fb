import { labelFrequencies } from '@argmaxable/data';
import { BSLOutput, DFTOutput, type OutputLayer } from '@argmaxable/layers';
import { initializers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { StudyData } from './data/study-data.js';

/**
 * Where the labels' probabilities start: at 1/2; at one prior for all, by a constant column; or each at its
 * own frequency, by a bias on the labels.
 */
export type Start = 'half' | 'prior' | 'frequencies';

/** The output layer that a model ends in. */
export type Head =
  | { readonly kind: 'bsl'; readonly features: number; readonly start: Start }
  | { readonly kind: 'dft'; readonly k: number; readonly slack: number; readonly start: Start };

const startNames: Readonly<Record<Start, string>> = {
  half: 'no prior',
  prior: 'prior',
  frequencies: 'frequencies',
};

/** 'BSL d=16, prior', 'DFT k=34 slack=25, prior'. */
export function headName(head: Head): string {
  const size = head.kind === 'bsl' ? `BSL d=${head.features}` : `DFT k=${head.k} slack=${head.slack}`;
  return `${size}, ${startNames[head.start]}`;
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
  const shared = {
    ...{ units: data.numLabels, projectionInitializer },
    ...{ priorBias: head.start !== 'half', expectedActive: data.meanActive },
    labelFrequencies: head.start === 'frequencies' ? labelFrequencies(data.train.labelSets) : null,
  };
  if (head.kind === 'bsl') {
    return new BSLOutput({ ...shared, features: head.features, kernelInitializer: columnInitializer });
  }
  const { k, slack } = head;
  return new DFTOutput({ ...shared, k, slack, labelOrder, slackInitializer: columnInitializer });
}

/** Uniform within 1 / sqrt(inputs) of 0, as PyTorch's linear layers, and so the published models, start. */
export const startLikeTorch = (seed: number) =>
  initializers.varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform', seed });
