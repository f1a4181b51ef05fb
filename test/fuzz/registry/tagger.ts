import { isIterable } from '@argmaxable/core';
import * as tagger from '@argmaxable/tagger';
import {
  callback,
  instance,
  integer,
  number,
  optional,
  options,
  publicFunction,
  type Spec,
  string,
} from '../specs.js';
import { seed } from './core.js';

export const name = '@argmaxable/tagger';
export { tagger as exports };

const texts = ['a red bird', 'a bird sings', 'a red rose', 'a rose bush'];
const tags = [['bird'], ['bird', 'song'], ['plant'], ['plant']];

/** An array of strings, or of such. */
const strings = (valid: unknown[], isRight: (value: unknown) => boolean): Spec => ({
  ...instance(() => valid, isRight),
  wrongInside: () =>
    [null, undefined, 5, {}, true, 1n].map((wrong) => ({ value: [...valid.slice(1), wrong], place: '[3]' })),
});
const isText = (value: unknown): boolean => isIterable(value) && [...value].every(isString);
const isString = (value: unknown): boolean => typeof value === 'string';
const data: Spec = {
  ...options({ texts: strings(texts, () => false), tags: strings(tags, () => false) }, ['texts', 'tags']),
  accepts: () => false,
};
const from0To1 = number(0.5, (value) => value >= 0 && value <= 1);

let trained: tagger.Tagger;
export const prepare = async (): Promise<void> => {
  trained = await tagger.Tagger.train({ texts, tags }, { folds: 2 });
};

export const functions = [
  publicFunction(
    'Tagger.train',
    (given: tagger.TaggedTexts, how: tagger.TrainOptions) => tagger.Tagger.train(given, how),
    data,
    options(
      {
        folds: integer(2, 2, 4),
        cost: number(0.3, (value) => value >= 1e-6 && value <= 1e6),
        balance: from0To1,
        seed,
        onProgress: callback(() => {}),
      },
      ['folds'],
    ),
  ),
  publicFunction(
    'Tagger.predict',
    (given: string[], how?: { top?: number }) => trained.predict(given, how),
    strings(texts, isText),
    optional(options({ top: integer(2, 1, 3) })),
  ),
  publicFunction('Tagger.logits', (given: string[]) => trained.logits(given), strings(texts, isText)),
  publicFunction('Tagger.evaluate', (given: tagger.TaggedTexts) => trained.evaluate(given), data),
  publicFunction(
    'Tagger.explain',
    (text: string, label: string, how?: { top?: number }) => trained.explain(text, label, how),
    string('a bird'),
    { ...string('bird'), accepts: () => false },
    optional(options({ top: integer(2, 1) })),
  ),
];

export const others: Record<string, string> = {
  TaggerFileError: 'an error',
};
