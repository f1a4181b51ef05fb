import { didYouMean, ValueError } from '@argmaxable/core';
import type { ReadOptions } from './options.js';

/** Which columns hold what. */
export interface Columns {
  /** The columns of the texts. */
  readonly text: readonly string[];
  /** The column of the tags, or those with one tag each; empty if there are none. */
  readonly tags: readonly string[];
  /** Whether each of `tags` is a tag, with 0 or 1 in it. */
  readonly oneColumnPerTag: boolean;
  /** Which of the two were not given. */
  readonly guessed: readonly ('text' | 'tags')[];
}

/** Names as they are compared: small letters and digits only. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const textNames = new Set(
  (
    'text texts sentence sentences content document comment commenttext review reviewtext question message ' +
    'utterance body description summary gloss abstract abstracttext'
  ).split(' '),
);
const abstractNames = new Set(['abstract', 'abstracttext']);
/** Names of columns that may hold several tags; of the others each value is plainly one. */
const manyTagsNames = new Set(
  'tags labels categories topics classes genres keywords targets meshmajor'.split(' '),
);
const tagNames = new Set([
  ...manyTagsNames,
  ...'tag label category topic class genre keyword target'.split(' '),
]);

const numbering = new Set(['', 'id', 'index', 'key', 'no', 'number', 'row', 'uid']);

/** Whether a column's name says that it holds several tags. */
export function namesManyTags(column: string): boolean {
  return manyTagsNames.has(plain(column));
}

/**
 * Finds the columns of texts and tags, as given or by their names.
 *
 * @throws ValueError for a name that is no column, and if the names do not say.
 */
export function findColumns(columns: readonly string[], options: ReadOptions): Columns {
  const oneColumnPerTag = Array.isArray(options.tags);
  const givenTags =
    options.tags === null ? [] : options.tags === undefined ? undefined : [options.tags].flat();
  for (const name of options.text ?? []) checkColumn('text', name, columns);
  for (const name of givenTags ?? []) checkColumn('tags', name, columns);
  const free = columns.filter((name) => !options.text?.includes(name) && !givenTags?.includes(name));
  const text = options.text ?? guessText(free);
  const tags = givenTags ?? guessTags(free.filter((name) => !text?.includes(name)));
  const lastFree = free.filter((name) => !text?.includes(name) && !tags?.includes(name));
  // Of two columns, one known, the other is plain, unless it numbers the rows.
  const isPair = columns.length === 2 && lastFree.length === 1 && (text ?? tags)?.length === 1;
  const other = isPair && !numbering.has(plain(lastFree[0])) ? lastFree : null;
  const found = { text: text ?? other, tags: tags ?? other };
  if (found.text === null) throw notPlain('text', columns, textNames);
  if (found.tags === null) throw notPlain('tags', columns, tagNames);
  const guessed = (['text', 'tags'] as const).filter(
    (name) => (name === 'text' ? options.text : givenTags) === undefined,
  );
  return { text: found.text, tags: found.tags, oneColumnPerTag, guessed };
}

function guessText(columns: readonly string[]): readonly string[] | null {
  const named = columns.filter((name) => textNames.has(plain(name)));
  const titles = columns.filter((name) => plain(name) === 'title');
  if (named.length === 1) {
    return titles.length === 1 && abstractNames.has(plain(named[0])) ? [titles[0], named[0]] : named;
  }
  return named.length === 0 && titles.length === 1 ? titles : null;
}

function guessTags(columns: readonly string[]): readonly string[] | null {
  const named = columns.filter((name) => tagNames.has(plain(name)));
  return named.length === 1 ? named : null;
}

function checkColumn(option: string, name: string, columns: readonly string[]): void {
  if (columns.includes(name)) return;
  throw new ValueError(option, name, `a column of the file: ${list(columns)}`, didYouMean(name, columns));
}

function notPlain(
  option: 'text' | 'tags',
  columns: readonly string[],
  names: ReadonlySet<string>,
): ValueError {
  const several = columns.filter((name) => names.has(plain(name)));
  const given = several.length > 1 ? `none, and the columns ${list(several)}` : 'none';
  const none = option === 'text' ? 'texts' : 'tags';
  const advice = `Give null if there are no ${none}, header: false if the first row is an example.`;
  return new ValueError(option, given, `given: which of the columns ${list(columns)}`, advice);
}

/** The most columns that a message lists. */
const mostListed = 20;

function list(columns: readonly string[]): string {
  const shown = columns.slice(0, mostListed).map((name) => `'${name.slice(0, 60)}'`);
  return columns.length > mostListed ? `${shown.join(', ')}, ... (${columns.length})` : shown.join(', ');
}
