import { textError } from '../../text/text-error.js';
import { lineRows } from './line-rows.js';
import type { BlankLines, RawRows } from './raw-row.js';

/** Opens fastText's training text: on each line words, those with the prefix `__label__` being its labels. */
export function fasttextRows(pieces: AsyncIterable<string>, maxLength: number, counts: BlankLines): RawRows {
  return {
    columns: ['text', 'tags'],
    delimiter: null,
    batches: lineRows(pieces, maxLength, counts, fieldsOf),
  };
}

function fieldsOf(text: string, line: number): { text: string; tags: string[] } {
  const tags: string[] = [];
  const rest = ` ${text}`.replace(/\s__label__(\S*)/g, (_, name: string) => {
    if (name === '') throw textError({ line }, text, 'a name after each __label__');
    tags.push(name);
    return '';
  });
  return { text: rest.trim(), tags };
}
