import { checkBoolean, checkInteger, checkOptions, ValueError } from '@argmaxable/core';
import { type Line, linesOf, textError } from '../text/lines.js';
import type { TextSource } from '../text/source.js';
import { type Field, splitFields, unquote } from './arff-fields.js';
import { type ArffAttribute, ArffHeader } from './arff-header.js';
import type { LabelData } from './label-data.js';
import { mulanLabelNames } from './mulan-labels.js';
import { LabelSetsBuilder, SparseRowsBuilder } from './row-builders.js';

export interface ArffOptions {
  /** Text of the XML file that names the labels (Mulan). */
  xml?: TextSource;
  /** MEKA's `-C`: n for the first n attributes, -n for the last n; by default what `@relation 'name: -C n'` says. */
  labelCount?: number;
  /**
   * Keep the features too, all attributes that are no labels: numbers, and nominal values by their place; false by
   * default.
   */
  features?: boolean;
}

/**
 * Reads label sets, and on request features, from ARFF text, dense or sparse, in which some attributes are labels:
 * those that Mulan's XML file names, or the first or last n, as MEKA says.
 *
 * Labels are numbered as the XML names them, so that files which order or write their attributes otherwise agree;
 * without XML, as the attributes stand. A label's attribute is numeric or nominal, its values 0 and 1. What a sparse
 * row leaves out is 0, of a nominal attribute the first value. Features are numbered as the other attributes stand.
 *
 * Reads as the text comes: it takes memory for what it keeps, not for the text.
 *
 * Source: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/,
 * https://mulan.sourceforge.net/format.html, https://waikato.github.io/meka/.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `xml` or `labelCount`, `features`; see {@link ArffOptions}.
 * @returns `labelSets`, `labelNames`, and `features` where asked for.
 * @throws ValueError (as a rejection) that names line and column, for text that is not ARFF or not UTF-8, is cut off
 *   or has no rows, a row with more or fewer values than attributes, sparse indices that do not ascend or are out of
 *   range, a label value other than 0 and 1, a label without attribute, and features that are strings, dates, missing
 *   (`?`) or not finite.
 *
 * @example
 * import { loadArff } from '@argmaxable/data';
 * const arff = `@relation balls
 * @attribute size numeric
 * @attribute red {0,1}
 * @attribute blue {0,1}
 * @data
 * 2.5,1,0
 * {2 1}`;
 * const { labelSets, labelNames } = await loadArff(arff, { labelCount: -2 });
 * labelNames; // ['red', 'blue']
 * const xml = '<labels><label name="blue"/><label name="red"/></labels>';
 * const mulan = await loadArff(arff, { xml, features: true });
 * mulan.features.toDense().print(); // [[2.5], [0]]
 */
export async function loadArff(source: TextSource, options: ArffOptions = {}): Promise<LabelData> {
  checkOptions('loadArff', options, ['xml', 'labelCount', 'features']);
  const keepFeatures = checkBoolean('features', options.features ?? false);
  if (options.xml !== undefined && options.labelCount !== undefined) {
    throw new ValueError('labelCount', options.labelCount, 'left out where xml names the labels');
  }
  if (options.labelCount !== undefined) checkInteger('labelCount', options.labelCount);
  const xmlNames = options.xml === undefined ? undefined : await mulanLabelNames(options.xml);

  const header = new ArffHeader();
  let rows: RowReader | undefined;
  let lastLine = 0;
  for await (const line of linesOf(source)) {
    lastLine = line.number;
    if (rows) rows.read(line);
    else if (header.read(line)) {
      const names = xmlNames ?? namesByCount(header, options.labelCount);
      rows = new RowReader(header.attributes, names, keepFeatures);
    }
  }
  if (!rows) {
    throw textError({ line: lastLine + 1 }, 'the end of the text', '@data', 'Is the file empty, or cut off?');
  }
  return rows.result();
}

/** Names of the first (`count` above 0) or last (below 0) |count| attributes. */
function namesByCount({ relation, attributes }: ArffHeader, given: number | undefined): string[] {
  const count = given ?? Number(/-C\s+(-?\d+)/.exec(relation)?.[1] ?? NaN);
  if (Number.isNaN(count)) {
    const advice = `Give Mulan's XML file as xml, or labelCount: 14 for the first, -14 for the last 14 attributes.`;
    throw new ValueError(
      'labelCount',
      given,
      `given where @relation has no '-C n' and there is no xml`,
      advice,
    );
  }
  if (count === 0 || Math.abs(count) > attributes.length) {
    const range = `from 1 to ${attributes.length}, the number of attributes, or the same below 0`;
    throw new ValueError('labelCount', count, range);
  }
  return (count > 0 ? attributes.slice(0, count) : attributes.slice(count)).map(({ name }) => name);
}

/** How the values of one attribute are read. */
interface Column {
  readonly attribute: ArffAttribute;
  /** Number of the label, or -1 for a feature. */
  readonly label: number;
  /** Number of the feature, or -1 for a label. */
  readonly feature: number;
}

class RowReader {
  private readonly columns: readonly Column[];
  /** Labels that are active where a sparse row leaves them out: those of attributes {1,0}. */
  private readonly activeByDefault: readonly number[];
  private readonly labelSets = new LabelSetsBuilder();
  private readonly features = new SparseRowsBuilder();

  constructor(
    attributes: readonly ArffAttribute[],
    private readonly labelNames: readonly string[],
    private readonly keepFeatures: boolean,
  ) {
    const labelOf = new Map(labelNames.map((name, label) => [name, label]));
    let features = 0;
    this.columns = attributes.map((attribute) => {
      const label = labelOf.get(attribute.name) ?? -1;
      checkType(attribute, label >= 0, keepFeatures);
      return { attribute, label, feature: label >= 0 ? -1 : features++ };
    });
    const present = new Set(attributes.map(({ name }) => name));
    const absent = labelNames.find((name) => !present.has(name));
    if (absent !== undefined)
      throw new ValueError('xml', absent, 'labels that are attributes of the ARFF text');
    this.activeByDefault = this.columns
      .filter(({ label, attribute: { type } }) => label >= 0 && typeof type !== 'string' && type[0] === '1')
      .map(({ label }) => label);
  }

  read({ number: line, text }: Line): void {
    const start = text.length - text.trimStart().length;
    if (start === text.length || text[start] === '%') return;
    const active = text[start] === '{' ? this.readSparse(text, start, line) : this.readDense(text, line);
    this.labelSets.add(active);
    this.features.endRow();
  }

  result(): LabelData {
    return {
      labelSets: this.labelSets.build(this.labelNames.length),
      labelNames: this.labelNames,
      features: this.keepFeatures ? this.features.build(this.columns.length - this.labelNames.length) : null,
    };
  }

  private readDense(text: string, line: number): number[] {
    const fields = splitFields(text) ?? failQuote(line, text);
    if (fields.length !== this.columns.length) {
      const expected = `${this.columns.length} values, one for each attribute`;
      throw textError({ line }, `${fields.length} values`, expected, 'Is the row cut off?');
    }
    const active: number[] = [];
    fields.forEach((field, index) => this.readValue(this.columns[index], field, line, active));
    return active;
  }

  private readSparse(text: string, start: number, line: number): number[] {
    const content = text.trimEnd();
    if (!content.endsWith('}'))
      throw textError({ line }, text, 'a sparse row that ends in }', 'Is the row cut off?');
    const fields = splitFields(content.slice(start + 1, -1)) ?? failQuote(line, text);
    const active = new Set(this.activeByDefault);
    if (fields.length === 1 && fields[0].text === '') return [...active];
    let before = -1;
    for (const field of fields) {
      const at = field.at + start + 1;
      const [, digits, space, value] = /^(\d+)(\s+)(\S.*)$/s.exec(field.text) ?? [];
      const index = Number(digits ?? NaN);
      if (!(index < this.columns.length)) {
        throw textError(
          { line, column: at + 1 },
          field.text,
          `'index value', index from 0 to ${this.columns.length - 1}`,
        );
      }
      if (index <= before)
        throw textError({ line, column: at + 1 }, field.text, `an index above ${before}, the one before`);
      before = index;
      const valueField = { text: value, at: at + digits.length + space.length };
      const here: number[] = [];
      this.readValue(this.columns[index], valueField, line, here);
      active.delete(this.columns[index].label);
      here.forEach((label) => active.add(label));
    }
    return [...active];
  }

  /** Reads a value; adds its label to `active`, or the feature to the row. */
  private readValue(
    { attribute, label, feature }: Column,
    { text, at }: Field,
    line: number,
    active: number[],
  ): void {
    const place = { line, column: at + 1 };
    if (label >= 0) {
      const value = labelValue(attribute, text);
      if (value === undefined) throw textError(place, text, `0 or 1 for the label "${attribute.name}"`);
      if (value) active.push(label);
    } else if (this.keepFeatures) {
      const value = featureValue(attribute, text);
      if (value === undefined)
        throw textError(place, text, `a value of the attribute "${attribute.name}": ${valuesOf(attribute)}`);
      this.features.set(feature, value);
    }
  }
}

/** Whether the label is active; undefined for another value than 0 and 1. */
function labelValue({ type }: ArffAttribute, text: string): boolean | undefined {
  const value = type === 'numeric' && text !== '' ? Number(text) : { '0': 0, '1': 1 }[unquote(text)];
  return value === 0 || value === 1 ? value === 1 : undefined;
}

function featureValue({ type }: ArffAttribute, text: string): number | undefined {
  if (typeof type !== 'string') {
    const place = type.indexOf(unquote(text));
    return place >= 0 ? place : undefined;
  }
  const value = text === '' ? NaN : Number(text);
  return Number.isFinite(Math.fround(value)) ? value : undefined;
}

function valuesOf({ type }: ArffAttribute): string {
  return typeof type === 'string' ? 'a finite number (float32)' : `one of ${type.join(', ')}`;
}

function checkType({ name, type }: ArffAttribute, isLabel: boolean, keepFeatures: boolean): void {
  const nominal = typeof type !== 'string';
  if (isLabel && (type === 'other' || (nominal && type.some((value) => value !== '0' && value !== '1')))) {
    const given = nominal ? `{${type.join(',')}}` : 'a string or date';
    throw new ValueError(`attribute "${name}"`, given, 'numeric or {0,1}, since it is a label');
  }
  if (!isLabel && keepFeatures && type === 'other') {
    const advice = 'Leave the features out, or take this attribute out of the file.';
    throw new ValueError(
      `attribute "${name}"`,
      'a string or date',
      'numeric or nominal to be a feature',
      advice,
    );
  }
}

function failQuote(line: number, text: string): never {
  throw textError({ line }, text, 'a row whose quotes end', 'Is the row cut off?');
}
