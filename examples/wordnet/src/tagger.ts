import { BSLOutput, DFTOutput, type OutputLayer } from '@argmaxable/layers';
import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { Head } from './heads.js';
import { MeanOfWords } from './mean-of-words.js';

export interface TaggerSettings {
  readonly labels: number;
  readonly vocabulary: number;
  readonly embeddingSize: number;
  readonly expectedActive: number;
  /** Share of the training examples that have each label. */
  readonly labelFrequencies: Float64Array;
  /** Decides the starting weights. */
  readonly seed: number;
}

/**
 * Slope of the leaky ReLU below 0. With a ReLU the features would be 0 or more, and what a DFT layer reaches
 * by construction would not be about the model: its projection may not give every feature vector from those.
 */
const LEAK = 0.1;

/** Mean of word embeddings, leaky ReLU, and the output layer. Every weight starts from the seed. */
export function buildTagger(head: Head, settings: TaggerSettings): Sequential {
  const { vocabulary, embeddingSize, seed } = settings;
  return sequential({
    layers: [
      layers.embedding({
        inputDim: vocabulary,
        outputDim: embeddingSize,
        inputShape: [null],
        maskZero: true,
        embeddingsInitializer: initializers.randomNormal({ stddev: 1, seed }),
        name: 'words',
      }),
      new MeanOfWords({ name: 'mean' }),
      layers.leakyReLU({ alpha: LEAK, name: 'leaky_relu' }),
      outputLayer(head, settings),
    ],
  });
}

/** The output layer, without weights yet. Throws for a head that the number of labels does not allow. */
export function outputLayer(
  head: Head,
  settings: Pick<TaggerSettings, 'labels' | 'expectedActive' | 'labelFrequencies' | 'seed'>,
): OutputLayer {
  const { labels: units, expectedActive, labelFrequencies, seed } = settings;
  const shared = { name: 'labels', units, expectedActive, projectionInitializer: startLikeTorch(seed + 1) };
  const ofColumns = startLikeTorch(seed + 2);
  if ('k' in head) {
    const start = head.kind === 'dftFrequencies' ? { labelFrequencies } : {};
    return new DFTOutput({ ...shared, ...start, k: head.k, slack: head.slack, slackInitializer: ofColumns });
  }
  const start = head.kind === 'bslFrequencies' ? { labelFrequencies } : {};
  const priorBias = head.kind === 'bslPrior';
  return new BSLOutput({
    ...shared,
    ...start,
    features: head.features,
    priorBias,
    kernelInitializer: ofColumns,
  });
}

/**
 * Uniform within 1 / sqrt(inputs) of 0, where the linear layers of PyTorch start and so the published models
 * did.
 */
function startLikeTorch(seed: number): ReturnType<typeof initializers.varianceScaling> {
  return initializers.varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform', seed });
}
