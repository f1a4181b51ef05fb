import { BSLOutput, DFTOutput } from '@argmaxable/layers';
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
  const { labels: units, vocabulary, embeddingSize, expectedActive, seed } = settings;
  const projectionInitializer = initializers.glorotUniform({ seed: seed + 1 });
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
      head.kind === 'bsl'
        ? new BSLOutput({
            ...{ units, features: head.features, projectionInitializer, name: 'labels' },
            kernelInitializer: initializers.glorotUniform({ seed: seed + 2 }),
          })
        : new DFTOutput({
            ...{ units, k: head.k, slack: head.slack, expectedActive, projectionInitializer, name: 'labels' },
            slackInitializer: initializers.glorotUniform({ seed: seed + 2 }),
          }),
    ],
  });
}
