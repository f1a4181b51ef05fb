import { labelFormats } from '@argmaxable/data';
import { flagOf, optionTexts } from '../labels/options.js';

/** Names in the libraries' messages, and the command's names for the same things. */
const words: ReadonlyMap<string, string> = new Map([
  ['numLabels', '--num-labels'],
  ['maxBytes', '--read-limit'],
  ...optionTexts.map(({ name }) => [name, flagOf(name)] as const),
  ...labelFormats.map(({ name, load }) => [load.name, `--format ${name}`] as const),
]);

/** Only names of several words are replaced: a single word, such as 'field', may be an English word. */
const nameInCode = /\b[a-z]+(?:[A-Z]\w*)+/g;

/** A message of a library in the words of the command's options. */
export function inWordsOfCommand(message: string): string {
  return message
    .replace(nameInCode, (name) => words.get(name) ?? name)
    .replace(/\{ field: '([^']*)' \}/g, '--field $1');
}
