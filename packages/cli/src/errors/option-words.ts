import { labelFormats } from '@argmaxable/data';
import { flagOf, optionTexts } from '../labels/options.js';

/** What the libraries' messages call by its name in code, and what the command calls it. */
const words: ReadonlyMap<string, string> = new Map([
  ['numLabels', '--num-labels'],
  ['maxBytes', '--read-limit'],
  ...optionTexts.map(({ name }) => [name, flagOf(name)] as const),
  ...labelFormats.map(({ name, load }) => [load.name, `--format ${name}`] as const),
]);

/** Texts of one word, such as 'field', are words of the language too. */
const nameInCode = /\b[a-z]+(?:[A-Z]\w*)+/g;

/** A message of a library in the words of the command's options. */
export function inWordsOfCommand(message: string): string {
  return message
    .replace(nameInCode, (name) => words.get(name) ?? name)
    .replace(/\{ field: '([^']*)' \}/g, '--field $1');
}
