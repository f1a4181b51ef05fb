import type { TaggedTextFormatName } from './formats.js';
import { firstLineOf } from './rows/peek.js';

/** Tells the format of a text by how it begins. */
export function guessFormat(start: string): TaggedTextFormatName {
  const line = firstLineOf(start);
  if (line.startsWith('__label__')) return 'fasttext';
  if (line.startsWith('[')) return 'json';
  if (line.startsWith('{')) {
    // An array of objects in the first field, or an object that does not end in its line.
    const isList = /^\s*\{\s*"[^"]*"\s*:\s*\[\s*\{/.test(start);
    return isList || (!line.trimEnd().endsWith('}') && line.length < start.trimStart().length)
      ? 'json'
      : 'jsonl';
  }
  return line.includes('\t') && !line.includes(',') ? 'tsv' : 'csv';
}
