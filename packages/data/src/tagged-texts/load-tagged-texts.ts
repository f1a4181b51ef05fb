import { checkBoolean, checkInteger, checkOptions, type LabelSets, ValueError } from '@argmaxable/core';
import { readLimits, type TextLimits } from '../text/limits.js';
import type { TextSource } from '../text/source.js';
import { inText } from '../text/text-error.js';
import type { TaggedTextLayout } from './layout.js';
import { notesOn } from './notes.js';
import { checkTaggedTextOptions, optionNames, type TaggedTextOptions } from './options.js';
import { openRows } from './read-tagged-texts.js';
import { Table } from './table.js';
import type { TaggedTextCounts } from './tagged-text-counts.js';

export interface LoadTaggedTextsOptions extends TaggedTextOptions, TextLimits {
  /**
   * The fewest texts that a label must have to be kept, 1 or more; 1 by default: a column of a label that no
   * text has is dropped.
   */
  minCount?: number;
  /** The number of labels to keep, those with the most texts; all by default. Give it or `minCount`. */
  top?: number;
  /** Whether to drop a row whose text and tags are those of a row before; false by default. */
  dropRepeated?: boolean;
  /** Whether to keep the other columns; true by default. */
  fields?: boolean;
}

/** Texts and their tags. Example i is item i of each list. */
export interface TaggedTexts {
  /** Texts, as they stand; '' for each example if the file has no column of texts. */
  readonly texts: readonly string[];
  /** The names of the tags of each example, in the order of their labels. Made when it is asked for. */
  readonly tags: readonly (readonly string[])[];
  readonly labelSets: LabelSets;
  /** The name of each label, in the order in which they first appear, or of their columns. */
  readonly labelNames: readonly string[];
  /** The other columns of each example; null if they were not kept. */
  readonly fields: readonly Readonly<Record<string, unknown>>[] | null;
  /** The number of each example's row, from 0, without the head and blank lines: to select vectors by. */
  readonly rows: Int32Array;
  readonly layout: TaggedTextLayout;
  readonly counts: TaggedTextCounts;
  /** Layout and counts in words, a sentence each; what is 0 is left out. */
  readonly notes: readonly string[];
}

/**
 * Reads texts and their tags to arrays, as `readTaggedTexts` reads them row by row. Tags become labels,
 * numbered in the order in which they first appear.
 *
 * Rows without text are dropped, on request those that repeat an earlier one and labels that are rare; all is
 * counted. Texts without tags stay.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them; plain or packed by gzip.
 * @param options Those of `readTaggedTexts`, `minCount`, `top`, `dropRepeated`, `fields`, `maxLabels`; see
 *   {@link LoadTaggedTextsOptions}.
 * @throws ValueError (as a rejection) as `readTaggedTexts` does, for more than `maxLabels` labels, and if no
 *   text, no tag, or no label of `minCount` is left.
 *
 * @example
 * import { loadTaggedTexts } from '@argmaxable/data';
 * const csv = 'id,text,tags\n1,It rains,rain|today\n2,,rain\n3,Rain again,rain\n';
 * const { texts, labelSets, labelNames, counts } = await loadTaggedTexts(csv, { minCount: 2 });
 * texts; // ['It rains', 'Rain again']
 * labelNames; // ['rain']
 * [counts.emptyTexts, counts.droppedLabels]; // [1, 1]
 */
export async function loadTaggedTexts(
  source: TextSource,
  options: LoadTaggedTextsOptions = {},
): Promise<TaggedTexts> {
  const {
    minCount,
    top,
    dropRepeated = false,
    fields = true,
  } = checkOptions('loadTaggedTexts', options, [
    ...optionNames,
    'maxLabels',
    'minCount',
    'top',
    'dropRepeated',
    'fields',
  ]);
  if (minCount !== undefined) checkInteger('minCount', minCount, { min: 1 });
  if (top !== undefined) checkInteger('top', top, { min: 1 });
  if (minCount !== undefined && top !== undefined) {
    throw new ValueError('top', top, 'omitted if minCount is given');
  }
  checkBoolean('dropRepeated', dropRepeated);
  const keepFields = checkBoolean('fields', fields);
  if (options.tags === null) {
    throw new ValueError('tags', null, 'the column of the tags', 'readTaggedTexts reads texts without tags.');
  }
  const { maxLabels } = readLimits(options);
  const rows = await openRows(source, checkTaggedTextOptions(options));
  const { layout } = rows;
  const table = new Table({
    maxLabels,
    labelNames: layout.oneColumnPerTag ? layout.tags : [],
    hasTexts: layout.text.length > 0,
    dropRepeated,
    keepFields,
  });
  await inText(source, null, async () => {
    for await (const row of rows) table.add(row);
  });

  const { labelSets, labelNames, ...labelCounts } = table.labels({ minCount, top });
  const { emptyTexts, repeatedRows } = table;
  const counts: TaggedTextCounts = { ...rows.counts, emptyTexts, repeatedRows, ...labelCounts };
  let tags: string[][] | undefined;
  return {
    texts: table.texts,
    get tags() {
      return (tags ??= Array.from(labelSets, (set) => Array.from(set, (label) => labelNames[label])));
    },
    labelSets,
    labelNames,
    fields: keepFields ? table.fields : null,
    rows: table.rows(),
    layout,
    counts,
    notes: notesOn(layout, counts, { numLabels: labelNames.length, dropRepeated }),
  };
}
