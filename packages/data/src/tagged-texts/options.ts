import { checkBoolean, checkOneOf, checkString, ValueError } from '@argmaxable/core';
import { type NestingLimit, readMaxNesting } from '../label-formats/json-text.js';
import { readLimits, type TextLimits } from '../text/limits.js';
import { type TaggedTextFormatName, taggedTextFormats } from './formats.js';

export interface TaggedTextOptions extends Pick<TextLimits, 'maxLineLength'>, NestingLimit {
  /** The format, one of `taggedTextFormats`; by default found from how the text begins. */
  format?: TaggedTextFormatName;
  /**
   * The column of the texts, or several, whose texts are joined by line breaks; null if there are none, as
   * beside vectors. By default a column whose name says so: `text`, `sentence`, `abstract`, ..., or `title`
   * and `abstract` together; of two columns the one that is not the tags.
   */
  text?: string | readonly string[] | null;
  /**
   * The column of the tags; or an array of columns, one for each tag, whose values are 0 and 1 (or true and
   * false); null if there are none, as in texts to predict. By default a column whose name says so: `tags`,
   * `labels`, `categories`, `meshMajor`, ...; of two columns the one that is not the texts.
   */
  tags?: string | readonly string[] | null;
  /**
   * What stands between the tags of a text, such as '|'; 'json' if they are a JSON array; null if each text
   * has one tag, the whole of its field. By default found from the first rows. Tags in JSON arrays of JSON
   * files need none.
   */
  separator?: string | null;
  /** CSV and TSV: the character between fields; for CSV by default found from the first line. */
  delimiter?: string;
  /** CSV and TSV: whether fields may be quoted by "; true by default. If false, " is like any character. */
  quotes?: boolean;
  /**
   * CSV and TSV: whether the first row names the columns; true by default. If false, they are '1', '2', ...
   */
  header?: boolean;
}

/** The names of `TaggedTextOptions`, for `checkOptions`. */
export const optionNames = [
  'format',
  'text',
  'tags',
  'separator',
  'delimiter',
  'quotes',
  'header',
  'maxLineLength',
  'maxNesting',
] as const satisfies readonly (keyof TaggedTextOptions)[];

/** The checked options; undefined is for the reader to find out. */
export interface ReadOptions {
  readonly format: TaggedTextFormatName | undefined;
  readonly text: readonly string[] | undefined;
  readonly tags: string | readonly string[] | null | undefined;
  readonly separator: string | null | undefined;
  readonly delimiter: string | undefined;
  readonly quotes: boolean;
  readonly header: boolean;
  readonly maxLength: number;
  readonly maxNesting: number;
  /** The names of the options that were given. */
  readonly given: readonly string[];
}

/** Checks the options' values; their names were checked. */
export function checkTaggedTextOptions(options: TaggedTextOptions): ReadOptions {
  const { format, text, tags, separator, delimiter, quotes, header } = options;
  if (format !== undefined) {
    checkOneOf(
      'format',
      format,
      taggedTextFormats.map(({ name }) => name),
    );
  }
  if (text === null && tags === null) throw new ValueError('tags', tags, 'a column if text is null');
  if (typeof separator === 'string' ? separator === '' : separator != null) {
    throw new ValueError('separator', separator, "a string of one character or more, 'json' or null");
  }
  if (delimiter !== undefined && !/^[^\r\n"\uFEFF]$/u.test(checkString('delimiter', delimiter))) {
    throw new ValueError('delimiter', delimiter, 'one character, no quote and no line break');
  }
  const read: ReadOptions = {
    format,
    text: text === null ? [] : columnsOption('text', text),
    tags: typeof tags === 'string' || tags === null ? tags : columnsOption('tags', tags),
    separator,
    delimiter,
    quotes: quotes === undefined || checkBoolean('quotes', quotes),
    header: header === undefined || checkBoolean('header', header),
    maxLength: readLimits(options).maxLineLength,
    maxNesting: readMaxNesting(options),
    given: optionNames.filter((name) => options[name] !== undefined),
  };
  const both = read.text?.find((name) => name === tags || (Array.isArray(tags) && tags.includes(name)));
  if (both !== undefined) throw new ValueError('tags', both, 'another column than text');
  return read;
}

/** Checks names of columns: one, or several that differ. */
function columnsOption(option: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0) {
    throw new ValueError(option, value, 'the name of a column, an array of names, or null');
  }
  const names = Array.from(value as readonly unknown[], (name, i) =>
    checkString(`${option}[${i}]`, name, 'the name of a column'),
  );
  const again = names.findIndex((name, i) => names.indexOf(name) < i);
  if (again >= 0) throw new ValueError(`${option}[${again}]`, names[again], 'names that differ');
  return names;
}

/** Checks that no option was given that the format does not take. */
export function checkFormatOptions(format: TaggedTextFormatName, { given }: ReadOptions): void {
  const { options, title } = taggedTextFormats.find(({ name }) => name === format)!;
  const some: readonly string[] = taggedTextFormats.flatMap((one) => one.options);
  const taken: readonly string[] = options;
  const odd = given.find((name) => some.includes(name) && !taken.includes(name));
  if (odd !== undefined) throw new ValueError(odd, 'a value', `omitted for ${title}`);
}
