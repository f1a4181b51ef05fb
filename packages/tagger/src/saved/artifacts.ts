import { isPlainObject, type JsonObject, ValueError } from '@argmaxable/core';
import { type DecisionRule, ruleFromJSON } from '@argmaxable/decisions';
import { io } from '@tensorflow/tfjs-core';
import { NgramEncoder, type NgramEncoderData } from '../encoder/ngram-encoder.js';
import { readNgramOptions } from '../encoder/settings.js';
import type { Vocabulary } from '../encoder/vocabulary.js';
import type { TaggerParts } from '../tagger-parts.js';
import { TaggerFileError } from './tagger-file-error.js';
import { topologyOf } from './topology.js';

/** Raised when an older version can no longer read what is saved. */
const version = 1;
/** Where the tagger is in a model's `userDefinedMetadata`. */
const key = 'argmaxableTagger';

/** What a tagger is as a model of tfjs: weights, and labels, vocabulary and rule beside them. */
export function toArtifacts({ labels, encoder, weights, rule, training }: TaggerParts): io.ModelArtifacts {
  const shape = [encoder.width + 1, labels.length];
  return {
    modelTopology: topologyOf(encoder.width, labels.length),
    format: 'layers-model',
    generatedBy: '@argmaxable/tagger',
    convertedBy: null,
    weightSpecs: [{ name: 'weights/embeddings', shape, dtype: 'float32' }],
    weightData: weights.slice().buffer,
    userDefinedMetadata: {
      [key]: { version, labels, encoder: { name: 'ngrams', ...encoder.data }, rule: rule.toJSON(), training },
    },
  };
}

/** @throws TaggerFileError for what is no tagger, another version's, or not as it was saved. */
export function fromArtifacts(artifacts: io.ModelArtifacts): TaggerParts {
  const saved = (artifacts.userDefinedMetadata as JsonObject | undefined)?.[key];
  if (!isPlainObject(saved)) {
    throw new TaggerFileError(
      'noTagger',
      `The model has no '${key}' in its metadata: it was not saved by a tagger. Train one and save it.`,
    );
  }
  if (saved.version !== version) {
    throw new TaggerFileError(
      'version',
      `The tagger is of version ${String(saved.version)}; this @argmaxable/tagger reads version ${version}.`,
    );
  }
  try {
    return readParts(saved, artifacts);
  } catch (error) {
    // What is wrong inside the file is said in the words of the arguments' checks.
    if (!(error instanceof ValueError)) throw error;
    throw new TaggerFileError('damaged', `The tagger is damaged: ${error.message}`);
  }
}

function readParts(saved: JsonObject, artifacts: io.ModelArtifacts): TaggerParts {
  const labels = readNames('labels', saved.labels);
  const encoder = new NgramEncoder(readEncoder(saved.encoder));
  const rule = ruleFromJSON(saved.rule);
  const thresholds = (rule as DecisionRule & { thresholds?: readonly number[] }).thresholds;
  if (thresholds && thresholds.length !== labels.length) {
    throw new ValueError('rule', `thresholds of ${thresholds.length} labels`, `those of ${labels.length}`);
  }
  const training = readTraining(saved.training);
  return { labels, encoder, rule, training, weights: readWeights(artifacts, encoder.width, labels.length) };
}

function readEncoder(saved: unknown): NgramEncoderData {
  if (!isPlainObject(saved) || saved.name !== 'ngrams' || !isPlainObject(saved.settings)) {
    throw new ValueError('encoder', saved, "settings and vocabulary of 'ngrams'");
  }
  const { texts } = saved;
  if (!Number.isSafeInteger(texts) || (texts as number) < 1) {
    throw new ValueError('encoder.texts', texts, 'the number of texts that were counted');
  }
  return {
    settings: readNgramOptions(saved.settings, 1),
    texts: texts as number,
    words: readVocabulary('encoder.words', saved.words, texts as number),
    characters: readVocabulary('encoder.characters', saved.characters, texts as number),
  };
}

function readVocabulary(argument: string, saved: unknown, texts: number): Vocabulary {
  if (!isPlainObject(saved)) throw new ValueError(argument, saved, 'a vocabulary');
  const grams = readNames(`${argument}.grams`, saved.grams);
  const { counts } = saved;
  const isCount = (count: unknown) => Number.isInteger(count) && Number(count) > 0 && Number(count) <= texts;
  if (!Array.isArray(counts) || counts.length !== grams.length || !counts.every(isCount)) {
    throw new ValueError(`${argument}.counts`, counts, `one count of texts for each of ${grams.length} runs`);
  }
  return { grams, counts: counts as number[] };
}

function readNames(argument: string, names: unknown): string[] {
  const areNames = Array.isArray(names) && names.every((name) => typeof name === 'string');
  if (!areNames || new Set(names).size !== names.length) {
    throw new ValueError(argument, names, 'different names');
  }
  return names;
}

function readTraining(saved: unknown): TaggerParts['training'] {
  const { texts, microF1 } = isPlainObject(saved) ? saved : {};
  if (typeof texts !== 'number' || typeof microF1 !== 'number') {
    throw new ValueError('training', saved, 'the number of texts and the micro-F1');
  }
  return { texts, microF1 };
}

function readWeights({ weightSpecs, weightData }: io.ModelArtifacts, features: number, labels: number) {
  const shape = [features + 1, labels];
  const [spec] = weightSpecs ?? [];
  const isSame = spec?.dtype === 'float32' && !spec.quantization && String(spec.shape) === String(shape);
  if (weightSpecs?.length !== 1 || !isSame) {
    throw new ValueError('weights', weightSpecs, `one float32 matrix of shape [${shape.join(', ')}]`);
  }
  const bytes = weightData && io.CompositeArrayBuffer.join(weightData);
  if (bytes?.byteLength !== shape[0] * shape[1] * 4) {
    throw new ValueError('weights', `${bytes?.byteLength ?? 0} bytes`, `${shape[0] * shape[1] * 4} bytes`);
  }
  const weights = new Float32Array(bytes);
  const wrong = weights.findIndex((weight) => !Number.isFinite(weight));
  if (wrong >= 0) throw new ValueError(`weights[${wrong}]`, weights[wrong], 'a finite number');
  return weights;
}
