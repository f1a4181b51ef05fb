import { type LabelSets, ValueError } from '@argmaxable/core';
import { GrowingArray } from '../label-formats/growing-array.js';
import { LabelSetsBuilder } from '../label-formats/row-builders.js';
import { keepLabels } from '../subsets/keep-labels.js';
import { noExamples } from '../text/text-error.js';
import { LabelNumbers } from './label-numbers.js';
import type { TaggedText } from './tagged-row.js';

/** What is kept. */
export interface TableOptions {
  readonly maxLabels: number;
  /** The labels that are known before the first row, in their order. */
  readonly labelNames: readonly string[];
  readonly hasTexts: boolean;
  readonly dropRepeated: boolean;
  readonly keepFields: boolean;
}

/** Collects rows to lists of texts, label sets and fields. */
export class Table {
  readonly texts: string[] = [];
  readonly fields: TaggedText['fields'][] = [];
  emptyTexts = 0;
  repeatedRows = 0;
  private untagged = 0;
  private row = 0;
  private readonly kept = new GrowingArray(Int32Array);
  private readonly numbers: LabelNumbers;
  private readonly sets = new LabelSetsBuilder();
  private readonly seen = new Set<string>();

  constructor(private readonly options: TableOptions) {
    this.numbers = new LabelNumbers(options.maxLabels, options.labelNames);
  }

  add({ text, tags, fields, line }: TaggedText): void {
    const row = this.row++;
    if (this.options.hasTexts && text.trim() === '') {
      this.emptyTexts++;
      return;
    }
    if (this.isRepeated(text, tags) && this.options.dropRepeated) return;
    if (tags.length === 0) this.untagged++;
    this.sets.add(tags.map((tag) => this.numbers.of(tag, line)));
    this.texts.push(text);
    this.kept.push(row);
    if (this.options.keepFields) this.fields.push(fields);
  }

  /** The numbers of the rows that were kept. */
  rows(): Int32Array {
    return this.kept.slice();
  }

  /** @throws ValueError if no text or no tag was added. */
  labels({ minCount, top }: { minCount?: number; top?: number }): Labels {
    const names = this.numbers.names;
    if (this.sets.size === 0) throw noExamples();
    if (this.untagged === this.sets.size) {
      const given = `${this.sets.size} texts without a tag`;
      throw new ValueError(
        'source',
        given,
        'texts of which one has a tag',
        'Are the tags in another column?',
      );
    }
    const all = this.sets.build(names.length);
    const { untagged } = this;
    const fewest = top === undefined ? { minCount: minCount ?? 1 } : { top: Math.min(top, names.length) };
    const { labelSets, labels, emptied } = keepLabels(all, fewest);
    return {
      labelSets,
      labelNames: Array.from(labels, (label) => names[label]),
      untagged,
      droppedLabels: names.length - labels.length,
      emptied: emptied.length,
      everywhere: labelSets.labelCounts().filter((count) => count === labelSets.size).length,
    };
  }

  /** Whether a row has text and tags of one before. Without texts rows do not count as repeated. */
  private isRepeated(text: string, tags: readonly string[]): boolean {
    if (!this.options.hasTexts) return false;
    const key = JSON.stringify([text, ...[...tags].sort()]);
    const isSeen = this.seen.has(key);
    if (isSeen) this.repeatedRows++;
    else this.seen.add(key);
    return isSeen;
  }
}

/** The labels of a table, without those that are dropped. */
interface Labels {
  readonly labelSets: LabelSets;
  readonly labelNames: readonly string[];
  readonly untagged: number;
  readonly droppedLabels: number;
  readonly emptied: number;
  readonly everywhere: number;
}
