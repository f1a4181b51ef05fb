import { checkInteger, checkOptions, ValueError } from '@argmaxable/core';
import { linesOf, textError } from '../text/lines.js';
import type { TextSource } from '../text/source.js';
import type { LabelData } from './label-data.js';
import { LabelSetsBuilder } from './row-builders.js';

/** Labels are int32. */
const mostLabels = 2 ** 31 - 1;

export interface JsonLinesOptions {
  /** The field of each line's object that holds the labels; without it each line is an array. */
  field?: string;
  /** Number of labels n, for labels given by number; one more than the largest by default. */
  numLabels?: number;
  /** The names that labels may have, label 0 first; by default all names in the text, in order of first appearance. */
  labelNames?: readonly string[];
}

/**
 * Reads label sets from JSON lines: on each line an array of the active labels, or an object with such an array in
 * the field `field`. Labels are all numbers, from 0, or all names. `[]` is an example without labels.
 *
 * Reads as the text comes: it takes memory for the labels, not for the text.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `field`, `numLabels`, `labelNames`; see {@link JsonLinesOptions}.
 * @returns `labelSets`; `labelNames`, or null where the labels are numbers and none were given; no `features`.
 * @throws ValueError (as a rejection) that names the line, for text that is not JSON or not UTF-8, a blank line, a
 *   line without the field, a label out of range, of another type, not among `labelNames`, or twice in a set; and for
 *   text without examples.
 *
 * @example
 * import { loadJsonLines } from '@argmaxable/data';
 * const numbered = await loadJsonLines('[0, 3]\n[]\n[2]\n', { numLabels: 5 });
 * numbered.labelSets.get(0); // Int32Array [0, 3]
 * const named = await loadJsonLines('{"text": "It rains", "tags": ["rain", "today"]}', { field: 'tags' });
 * named.labelNames; // ['rain', 'today']
 */
export async function loadJsonLines(source: TextSource, options: JsonLinesOptions = {}): Promise<LabelData> {
  checkOptions('loadJsonLines', options, ['field', 'numLabels', 'labelNames']);
  const numbering = new Numbering(options);
  const builder = new LabelSetsBuilder();
  let blank: number | undefined;
  for await (const { number: line, text } of linesOf(source)) {
    if (text.trim() === '') {
      blank ??= line;
      continue;
    }
    if (blank !== undefined) {
      throw textError({ line: blank }, '', 'JSON', 'Write [] for an example without labels.');
    }
    const labels = labelsOf(parse(text, line), options.field, line).map((label, item) =>
      numbering.of(label, line, item + 1),
    );
    if (new Set(labels).size < labels.length)
      throw textError({ line }, text, 'a set without repeated labels');
    builder.add(labels);
  }
  return { labelSets: builder.build(numbering.numLabels), labelNames: numbering.labelNames, features: null };
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw textError({ line }, text, 'JSON', `${(error as Error).message}.`);
  }
}

function labelsOf(value: unknown, field: string | undefined, line: number): unknown[] {
  if (field === undefined) {
    if (Array.isArray(value)) return value as unknown[];
    const advice = `Name the field that holds the labels: { field: 'labels' }.`;
    throw textError({ line }, JSON.stringify(value), 'an array of labels', advice);
  }
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, field);
  const labels = isObject ? (value as Record<string, unknown>)[field] : undefined;
  if (Array.isArray(labels)) return labels as unknown[];
  throw textError(
    { line },
    JSON.stringify(value),
    `an object with an array of labels in its field "${field}"`,
  );
}

/** Numbers labels: as they are, by a list of names, or by names as they appear. The first label decides which. */
class Numbering {
  private readonly numberOf = new Map<string, number>();
  private kind: 'number' | 'string' | undefined;
  private readonly given: boolean;

  constructor(private readonly options: JsonLinesOptions) {
    const { numLabels, labelNames } = options;
    this.given = labelNames !== undefined;
    if (numLabels !== undefined) checkInteger('numLabels', numLabels, { min: 1, max: mostLabels });
    if (!labelNames) return;
    checkNames(labelNames);
    if (numLabels !== undefined && numLabels !== labelNames.length) {
      throw new ValueError('numLabels', numLabels, `the number of labelNames, ${labelNames.length}`);
    }
    labelNames.forEach((name, label) => this.numberOf.set(name, label));
  }

  get labelNames(): readonly string[] | null {
    return this.given || this.kind === 'string' ? [...this.numberOf.keys()] : null;
  }

  /** n where it is known without counting. */
  get numLabels(): number | undefined {
    return this.labelNames?.length ?? this.options.numLabels;
  }

  of(label: unknown, line: number, item: number): number {
    const kind = typeof label;
    const expected =
      this.kind === undefined ? 'a label number or name' : `a ${this.kind}, like the labels before`;
    if ((kind !== 'number' && kind !== 'string') || kind !== (this.kind ?? kind)) {
      throw textError({ line }, `${JSON.stringify(label)} (item ${item})`, expected);
    }
    this.kind = kind;
    return typeof label === 'string'
      ? this.ofName(label, line, item)
      : this.ofNumber(label as number, line, item);
  }

  private ofNumber(label: number, line: number, item: number): number {
    const { numLabels } = this;
    if (Number.isInteger(label) && label >= 0 && label < (numLabels ?? mostLabels)) return label;
    const range = numLabels === undefined ? 'an integer, 0 or more' : `an integer from 0 to ${numLabels - 1}`;
    throw textError({ line }, `${label} (item ${item})`, range);
  }

  private ofName(name: string, line: number, item: number): number {
    const known = this.numberOf.get(name);
    if (known !== undefined) return known;
    const { numLabels } = this.options;
    if (this.given) throw textError({ line }, `${JSON.stringify(name)} (item ${item})`, 'one of labelNames');
    if (numLabels !== undefined && this.numberOf.size === numLabels) {
      throw textError(
        { line },
        `${JSON.stringify(name)} (item ${item})`,
        `one of the first ${numLabels} names (numLabels)`,
      );
    }
    this.numberOf.set(name, this.numberOf.size);
    return this.numberOf.size - 1;
  }
}

function checkNames(names: unknown): void {
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
    throw new ValueError('labelNames', names, 'an array of one name or more');
  }
  if (new Set(names).size < names.length) throw new ValueError('labelNames', names, 'names that differ');
}
