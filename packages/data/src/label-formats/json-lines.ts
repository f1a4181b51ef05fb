import { checkOptions, checkString, didYouMean, isPlainObject, ValueError } from '@argmaxable/core';
import { adviceOnLabels, limitNames, readLimits, readNumLabels, type TextLimits } from '../text/limits.js';
import { linesOf } from '../text/lines.js';
import type { TextSource } from '../text/source.js';
import { inText, type Place, textError } from '../text/text-error.js';
import { hasTwice, type NestingLimit, readJson, readMaxNesting } from './json-text.js';
import type { LabelData } from './label-data.js';
import { checkLabelNames } from './label-names-option.js';
import { LabelSetsBuilder } from './row-builders.js';

export interface JsonLinesOptions extends TextLimits, NestingLimit {
  /** The field of each line's object that holds the labels; without it each line is an array. */
  field?: string;
  /** Number of labels n, if labels are numbers; one more than the largest by default. */
  numLabels?: number;
  /**
   * The names that labels may have, label 0 first; by default all names in the text, in the order in which
   * they first appear.
   */
  labelNames?: readonly string[];
}

/**
 * Reads label sets from JSON lines: on each line an array of the active labels, or an object with such an
 * array in the field `field`. Either all labels are numbers, from 0, or all are names. `[]` is an example
 * without labels.
 *
 * Reads as the text comes: it takes memory for the labels, not for the text.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `field`, `numLabels`, `labelNames`, `maxLabels`, `maxLineLength`, `maxNesting`; see
 *   {@link JsonLinesOptions}.
 * @returns `labelSets`; `labelNames`, null if the labels are numbers and no names were given; `features` is
 * null.
 * @throws ValueError (as a rejection) that names the line and the item of its array, and the file if it is
 *   known, for text that is not JSON or not UTF-8, a blank line, a line without the field or with the field
 *   twice, a label out of range, of another type, not among `labelNames`, or twice in a set; and for text
 *   without examples.
 *
 * @example
 * import { loadJsonLines } from '@argmaxable/data';
 * const numbered = await loadJsonLines('[0, 3]\n[]\n[2]\n', { numLabels: 5 });
 * numbered.labelSets.get(0); // Int32Array [0, 3]
 * const named = await loadJsonLines('{"text": "It rains", "tags": ["rain", "today"]}', { field: 'tags' });
 * named.labelNames; // ['rain', 'today']
 */
export async function loadJsonLines(source: TextSource, options: JsonLinesOptions = {}): Promise<LabelData> {
  checkOptions('loadJsonLines', options, ['field', 'numLabels', 'labelNames', ...limitNames, 'maxNesting']);
  const { field } = options;
  if (field !== undefined) checkString('field', field, 'the name of a field');
  const { maxLabels, maxLineLength } = readLimits(options);
  const maxNesting = readMaxNesting(options);
  const numbering = new Numbering(options, maxLabels);
  return inText(source, null, async () => {
    const builder = new LabelSetsBuilder();
    let blank: number | undefined;
    for await (const { number: line, text } of linesOf(source, maxLineLength)) {
      if (text.trim() === '') {
        blank ??= line;
        continue;
      }
      if (blank !== undefined) {
        throw textError({ line: blank }, '', 'JSON', 'Write [] for an example without labels.');
      }
      const labels = labelsOf(readJson(text, line, maxNesting), field, line);
      if (field !== undefined && hasTwice(text, field)) {
        throw textError({ line }, text, `an object with one field "${field}"`);
      }
      builder.add(readSet(labels, numbering, line));
    }
    return {
      labelSets: builder.build(numbering.numLabels),
      labelNames: numbering.labelNames,
      features: null,
    };
  });
}

function labelsOf(value: unknown, field: string | undefined, line: number): unknown[] {
  if (field === undefined) {
    if (Array.isArray(value)) return value as unknown[];
    const fields = isPlainObject(value) ? arrayFields(value) : [];
    const advice = `Name the field that holds the labels: { field: '${fields[0] ?? 'labels'}' }.`;
    throw textError({ line }, shown(value), 'an array of labels', advice);
  }
  const isObject = isPlainObject(value) && Object.hasOwn(value, field);
  const labels = isObject ? value[field] : undefined;
  if (Array.isArray(labels)) return labels as unknown[];
  const advice = isPlainObject(value) && !isObject ? didYouMean(field, Object.keys(value)) : undefined;
  const expected = `an object with an array of labels in its field "${field}"`;
  throw textError({ line }, isObject ? shown({ [field]: labels }) : shown(value), expected, advice);
}

function arrayFields(value: Record<string, unknown>): string[] {
  return Object.keys(value).filter((name) => Array.isArray(value[name]) && !name.includes("'"));
}

/** Returns a value of the text as JSON for a message. */
function shown(value: unknown): string {
  return JSON.stringify(value);
}

function readSet(labels: readonly unknown[], numbering: Numbering, line: number): Set<number> {
  const set = new Set<number>();
  labels.forEach((label, i) => {
    const place = { line, item: i + 1 };
    const number = numbering.of(label, place);
    if (set.has(number)) throw textError(place, label, 'a set without repeated labels');
    set.add(number);
  });
  return set;
}

/**
 * Gives each label its number: the label itself if it is a number, else its place in a list of names or in
 * the order of first appearance. The first label decides whether labels are numbers or names.
 */
class Numbering {
  private readonly numberOf = new Map<string, number>();
  private kind: 'number' | 'string' | undefined;
  private readonly given: boolean;
  private readonly givenCount: number | undefined;

  constructor(
    { numLabels, labelNames }: JsonLinesOptions,
    private readonly maxLabels: number,
  ) {
    this.given = labelNames !== undefined;
    this.givenCount = readNumLabels(numLabels, maxLabels);
    if (labelNames === undefined) return;
    checkLabelNames(labelNames);
    if (numLabels !== undefined && numLabels !== labelNames.length) {
      throw new ValueError('numLabels', numLabels, `the number of labelNames, ${labelNames.length}`);
    }
    labelNames.forEach((name, label) => this.numberOf.set(name, label));
  }

  get labelNames(): readonly string[] | null {
    return this.given || this.kind === 'string' ? [...this.numberOf.keys()] : null;
  }

  /** n if it is known without counting. */
  get numLabels(): number | undefined {
    return this.given || this.kind === 'string' ? this.numberOf.size : this.givenCount;
  }

  of(label: unknown, place: Place): number {
    if (typeof label === 'string' && this.kind !== 'number') {
      this.kind = 'string';
      return this.ofName(label, place);
    }
    if (typeof label === 'number' && this.kind !== 'string') {
      this.kind = 'number';
      return this.ofNumber(label, place);
    }
    const expected =
      this.kind === undefined ? 'a label number or name' : `a ${this.kind}, like the labels before`;
    throw textError(place, label, expected);
  }

  private ofNumber(label: number, place: Place): number {
    const known = this.numLabels;
    const below = known ?? this.maxLabels;
    if (Number.isInteger(label) && label >= 0 && label < below) return label;
    const beyond = known === undefined && label >= this.maxLabels;
    const range = known === undefined && !beyond ? ', 0 or more' : ` from 0 to ${below - 1}`;
    throw textError(place, label, `an integer${range}`, beyond ? adviceOnLabels : undefined);
  }

  private ofName(name: string, place: Place): number {
    const known = this.numberOf.get(name);
    if (known !== undefined) return known;
    if (this.given) {
      const advice = name.length > 2 ? didYouMean(name, [...this.numberOf.keys()]) : undefined;
      throw textError(place, name, 'one of labelNames', advice);
    }
    if (this.numberOf.size === this.givenCount) {
      throw textError(place, name, `one of the first ${this.givenCount} names (numLabels)`);
    }
    if (this.numberOf.size === this.maxLabels) {
      throw textError(place, name, `one of the first ${this.maxLabels} names`, adviceOnLabels);
    }
    this.numberOf.set(name, this.numberOf.size);
    return this.numberOf.size - 1;
  }
}
