import { checkFunction, checkInteger, checkNumber, checkOptions, ValueError } from '@argmaxable/core';
import type { NgramOptions } from './encoder/settings.js';

/** How far the training is. */
export interface TrainProgress {
  /** Labels whose weights are trained. */
  readonly labels: number;
  readonly of: number;
}

/** Options of `Tagger.train`. */
export interface TrainOptions {
  /** How texts become features: `'ngrams'` (default), or its options; see `NgramOptions`. */
  readonly encoder?: 'ngrams' | NgramOptions;
  /**
   * What an error costs beside the size of a label's weights, above 0; 0.3 by default. Higher values fit the
   * training texts more closely.
   */
  readonly cost?: number;
  /**
   * How much more errors cost in the rarer of a label's two classes, 0 to 1: the power of scikit-learn's
   * class weights 'balanced'; 0.5, their square root, by default.
   */
  readonly balance?: number;
  /** In how many parts the texts are held out in turn to fit the decision rule: 2 to 20; 5 by default. */
  readonly folds?: number;
  /** Seed of the folds and of the order of the texts: a string or a finite number; 0 by default. */
  readonly seed?: string | number;
  /** Called after every 16 labels. */
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Stops the training: `train` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The options with their defaults. */
export interface TrainSettings {
  readonly encoder: NgramOptions;
  readonly cost: number;
  readonly balance: number;
  readonly folds: number;
  readonly seed: string | number;
  readonly onProgress: (progress: TrainProgress) => void;
  readonly signal: AbortSignal | undefined;
}

const names = ['encoder', 'cost', 'balance', 'folds', 'seed', 'onProgress', 'signal'];

export function readTrainOptions(options: TrainOptions): TrainSettings {
  const given = checkOptions('Tagger.train', options, names);
  const { encoder = 'ngrams', cost = 0.3, balance = 0.5, folds = 5, seed = 0 } = given;
  const { onProgress = () => {}, signal } = given;
  if (typeof encoder === 'string' && encoder !== 'ngrams') {
    throw new ValueError('encoder', encoder, "'ngrams' or its options");
  }
  if (typeof seed !== 'string' && !Number.isFinite(seed)) {
    throw new ValueError('seed', seed, 'a string or a finite number');
  }
  checkFunction('onProgress', onProgress);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new ValueError('signal', signal, 'an AbortSignal');
  }
  return {
    encoder: encoder === 'ngrams' ? {} : encoder,
    cost: checkNumber('cost', cost, { min: 1e-6, max: 1e6 }),
    balance: checkNumber('balance', balance, { min: 0, max: 1 }),
    folds: checkInteger('folds', folds, { min: 2, max: 20 }),
    seed,
    onProgress,
    signal,
  };
}
