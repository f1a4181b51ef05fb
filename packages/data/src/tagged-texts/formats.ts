/** The formats of files of texts and tags. */
export type TaggedTextFormatName = 'csv' | 'tsv' | 'jsonl' | 'json' | 'fasttext';

/** A format of files of texts and tags. */
export interface TaggedTextFormat {
  readonly name: TaggedTextFormatName;
  /** Its name in running text. */
  readonly title: string;
  /** The extensions of its files' names, each with the dot. */
  readonly extensions: readonly string[];
  /** The options that only some formats take. */
  readonly options: readonly ('delimiter' | 'quotes' | 'header' | 'maxNesting')[];
}

/** Every one may be packed by gzip too. */
const packed = (...extensions: string[]): string[] => [
  ...extensions,
  ...extensions.map((extension) => `${extension}.gz`),
];

/**
 * The formats that `readTaggedTexts` and `loadTaggedTexts` read; `formatsOf` finds them by a file's name.
 *
 * @example
 * import { formatsOf, taggedTextFormats } from '@argmaxable/data';
 * formatsOf(taggedTextFormats, 'train.csv.gz').map(({ name }) => name); // ['csv']
 */
export const taggedTextFormats: readonly TaggedTextFormat[] = [
  {
    name: 'csv',
    title: 'CSV',
    extensions: packed('.csv'),
    options: ['delimiter', 'quotes', 'header'],
  },
  {
    name: 'tsv',
    title: 'TSV',
    extensions: packed('.tsv', '.tab'),
    options: ['delimiter', 'quotes', 'header'],
  },
  { name: 'jsonl', title: 'JSON lines', extensions: packed('.jsonl', '.ndjson'), options: ['maxNesting'] },
  { name: 'json', title: 'a JSON array', extensions: packed('.json'), options: ['maxNesting'] },
  { name: 'fasttext', title: 'fastText', extensions: packed('.txt', '.ft'), options: [] },
];
