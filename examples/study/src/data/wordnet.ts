import type { LabelSets } from '@argmaxable/core';
import { loadDataset } from '@argmaxable/example-wordnet';
import { tensor2d } from '@tensorflow/tfjs-core';
import { type EncoderName, wordEncoder } from './encoders.js';
import type { Part, StudyData } from './study-data.js';

/** WordNet's nouns by their glosses: the labels are hypernyms. */
export interface WordNetSettings {
  readonly kind: 'wordnet';
  /** Labels n: the most frequent hypernyms. */
  readonly labels: number;
  /** Examples in all, drawn at random. */
  readonly examples: number;
  readonly heldOut: number;
  readonly validation: number;
  /** Size E of the word embeddings. */
  readonly embeddingSize: number;
  /** 'linear' by default. */
  readonly encoder?: EncoderName;
}

/** The nouns. The split is the same for all seeds of training. */
export function loadWordNet(settings: WordNetSettings): StudyData {
  const { labels, embeddingSize, validation, encoder = 'linear' } = settings;
  const { train, heldOut, vocabulary, meanActive, maxActive } = loadDataset({ ...settings, seed: 1 });
  const rows = Array.from(train.tokens.keys());
  return {
    name: `WordNet n=${labels}`,
    numLabels: labels,
    meanActive,
    maxActive,
    train: partOf(train, rows.slice(validation)),
    validation: partOf(train, rows.slice(0, validation)),
    heldOut: partOf(heldOut, Array.from(heldOut.tokens.keys())),
    features: embeddingSize,
    encoder: (seed) => wordEncoder(encoder, { vocabulary: vocabulary.size, size: embeddingSize, seed }),
  };
}

interface Encoded {
  readonly tokens: readonly Int32Array[];
  readonly labelSets: LabelSets;
}

function partOf(all: Encoded, chosen: readonly number[]): Part {
  const tokens = chosen.map((row) => all.tokens[row]);
  return {
    size: chosen.length,
    labelSets: all.labelSets.select(chosen),
    inputs: (rows) => padded(rows.map((row) => tokens[row])),
  };
}

/** Word numbers as int32 [texts, longest text], 0 where a text is over. */
function padded(texts: readonly Int32Array[]) {
  const width = texts.reduce((longest, { length }) => Math.max(longest, length), 1);
  const words = new Int32Array(texts.length * width);
  for (const [i, text] of texts.entries()) words.set(text, i * width);
  return tensor2d(words, [texts.length, width], 'int32');
}
