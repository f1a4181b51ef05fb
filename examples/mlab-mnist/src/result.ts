import type { Settings } from './options.js';

/** Everything one run found out: what the table prints and the report draws. Plain JSON. */
export interface RunResult {
  /** The command line, e.g. 'npm run mlab-mnist -- --canvas over'. */
  readonly command: string;
  /** ISO date. */
  readonly date: string;
  /** Processor, memory, Node version and platform in one line. */
  readonly machine: string;
  /** The tfjs backend, e.g. 'wasm'. */
  readonly backend: string;
  readonly settings: Settings;
  readonly data: {
    readonly train: number;
    readonly test: number;
    /** Pixels in a row, and rows, of an image. */
    readonly imageSize: number;
  };
  /** The trained output layer first, then the fixed one. */
  readonly models: readonly ModelResult[];
  readonly samples: readonly Sample[];
  /** Of the whole run. */
  readonly seconds: number;
}

export interface ModelResult {
  /** 'linear d=64' or 'ETF d=10'. */
  readonly name: string;
  readonly kind: 'linear' | 'etf';
  /** Features d. */
  readonly features: number;
  /** Trained parameters of the output layer, and of the whole network. */
  readonly outputParameters: number;
  readonly totalParameters: number;
  /** After each epoch that was measured, the last one included. */
  readonly epochs: readonly EpochResult[];
  /** With the measurements. */
  readonly trainSeconds: number;
}

/** What was measured after one epoch. Neural collapse is that of the training images. */
export interface EpochResult {
  readonly epoch: number;
  /** Mean over the epoch's steps: pick-all-labels alone, and with the two decays. */
  readonly pickAllLabels: number;
  readonly loss: number;
  readonly nc1: number;
  readonly nc2Classifier: number;
  readonly nc2Means: number;
  readonly nc3: number;
  /** The angle metric: 0 is collapse, about 1 no structure. */
  readonly tagWiseAverage: number;
  readonly train: Scores;
  readonly test: Scores;
}

/** Fractions. */
export interface Scores {
  /** Softmax probability on the digits that are there (the IoU of arXiv 2310.15903). */
  readonly iou: number;
  /** Share of the m highest scores that are right, m the number of digits on the image. */
  readonly rPrecision: number;
}

/** A test image and what the networks see on it. */
export interface Sample {
  /** Its bytes from 0 (paper) to 255 (ink), row after row, in base64. */
  readonly pixels: string;
  readonly digits: readonly number[];
  /** The m digits of the highest scores, m the number of digits on the image, ascending. */
  readonly predictions: readonly { readonly model: string; readonly digits: readonly number[] }[];
}
