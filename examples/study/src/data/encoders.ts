import { MeanOfWords } from '@argmaxable/example-wordnet';
import { initializers, layers } from '@tensorflow/tfjs-layers';

/** What makes E features of a text's words. */
export type EncoderName = 'linear' | 'leaky' | 'cnn';

/**
 * The encoders in words; 'leaky' is that of the main job. All give features of any sign and size, so that a
 * theorem about the last matrix is about the model, as far as the projection carries every x.
 */
export const encoderWords: Readonly<Record<EncoderName, string>> = {
  linear: 'mean of word embeddings',
  leaky: 'mean of word embeddings, leaky ReLU',
  cnn: 'convolution over three words, leaky ReLU, maximum',
};

export const encoderNames = Object.keys(encoderWords) as readonly EncoderName[];

/** The layers from word numbers [texts, words], 0 where a text is over, to [texts, E]. */
export function wordEncoder(
  name: EncoderName,
  { vocabulary, size, seed }: { vocabulary: number; size: number; seed: number },
): layers.Layer[] {
  const embeddings = (maskZero: boolean): layers.Layer =>
    layers.embedding({
      inputDim: vocabulary,
      outputDim: size,
      inputShape: [null],
      maskZero,
      embeddingsInitializer: initializers.randomNormal({ stddev: 1, seed }),
    });
  switch (name) {
    case 'linear':
      return [embeddings(true), new MeanOfWords()];
    case 'leaky':
      return [embeddings(true), new MeanOfWords(), layers.leakyReLU({ alpha: 0.1 })];
    case 'cnn':
      return [
        // The layers behind have no masks: padding is a word of its own.
        embeddings(false),
        layers.conv1d({
          filters: size,
          kernelSize: 3,
          padding: 'same',
          kernelInitializer: initializers.glorotUniform({ seed }),
        }),
        layers.leakyReLU({ alpha: 0.1 }),
        layers.globalMaxPooling1d({}),
      ];
  }
}
