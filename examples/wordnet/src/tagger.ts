import { BSLOutput, DFTOutput, type OutputLayer } from '@argmaxable/layers';
import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { MeanOfWords } from './mean-of-words.js';

/** Which output layer a tagger ends in. */
export type Head = { kind: 'bsl'; features: number } | { kind: 'dft'; k: number; slack: number };

export interface TaggerSettings {
  readonly labels: number;
  readonly vocabulary: number;
  readonly embeddingSize: number;
  readonly expectedActive: number;
  readonly seed: number;
}

/** The name in tables and plots: 'BSL d=25', 'DFT k=34 slack=25'. */
export function nameOf(head: Head): string {
  return head.kind === 'bsl' ? `BSL d=${head.features}` : `DFT k=${head.k} slack=${head.slack}`;
}

/** Mean of word embeddings, ReLU, and the output layer. Every weight starts from the seed. */
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
      layers.reLU({ name: 'relu' }),
      outputLayer(head, settings),
    ],
  });
}

/** The output layer, without weights yet. Throws for a head that the number of labels does not allow. */
export function outputLayer(
  head: Head,
  { labels: units, expectedActive, seed }: Pick<TaggerSettings, 'labels' | 'expectedActive' | 'seed'>,
): OutputLayer {
  const name = 'labels';
  const [projectionInitializer, classifierInitializer] = [1, 2].map((part) => startLikeTorch(seed + part));
  if (head.kind === 'bsl') {
    const { features } = head;
    return new BSLOutput({
      name,
      units,
      features,
      priorBias: false,
      projectionInitializer,
      kernelInitializer: classifierInitializer,
    });
  }
  const { k, slack } = head;
  return new DFTOutput({
    ...{ name, units, k, slack, expectedActive },
    ...{ projectionInitializer, slackInitializer: classifierInitializer },
  });
}

/**
 * Uniform within 1 / sqrt(inputs) of 0, where the linear layers of PyTorch start and so the published models
 * did.
 */
function startLikeTorch(seed: number): ReturnType<typeof initializers.varianceScaling> {
  return initializers.varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform', seed });
}
