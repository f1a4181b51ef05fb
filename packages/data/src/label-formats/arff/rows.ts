import { decimalNumber, didYouMean, ValueError } from '@argmaxable/core';
import type { Line } from '../../text/lines.js';
import { textError } from '../../text/text-error.js';
import type { LabelData } from '../label-data.js';
import { float32, indexBelow } from '../number-text.js';
import { LabelSetsBuilder, SparseRowsBuilder } from '../row-builders.js';
import { activeByValue, pairsText } from './active-value.js';
import { type ArffAttribute, isAttributeWeight } from './header.js';
import { type Token, tokensOf } from './tokens.js';
import { type Value, valueOf, valuesOf } from './values.js';

/** How the values of one attribute are read. */
interface Column {
  readonly attribute: ArffAttribute;
  /** Number of the label, or -1 for a feature. */
  readonly label: number;
  /** For a nominal label: which of its values mean active. */
  readonly active: ReadonlyMap<string, boolean> | null;
  /** Number of the feature, or -1 for a label. */
  readonly feature: number;
  /** For a nominal feature: the place of each value. */
  readonly places: ReadonlyMap<string, number> | null;
}

/** Reads the rows after `@data`. */
export class ArffRows {
  private readonly columns: readonly Column[];
  /** Labels that are active if a sparse row omits them: those whose first value means active. */
  private readonly activeByDefault: readonly number[];
  private readonly labelSets = new LabelSetsBuilder();
  private readonly features = new SparseRowsBuilder();

  /** @param labelNames Names of the attributes that are labels; each must be an attribute. */
  constructor(
    attributes: readonly ArffAttribute[],
    private readonly labelNames: readonly string[],
    private readonly keepFeatures: boolean,
  ) {
    const labelOf = new Map(labelNames.map((name, label) => [name, label]));
    let features = 0;
    this.columns = attributes.map((attribute) => {
      const label = labelOf.get(attribute.name) ?? -1;
      const isLabel = label >= 0;
      if (!isLabel && keepFeatures) checkFeature(attribute);
      return {
        attribute,
        label,
        active: isLabel ? labelRule(attribute) : null,
        feature: isLabel ? -1 : features++,
        places: !isLabel && keepFeatures ? placesOf(attribute) : null,
      };
    });
    this.activeByDefault = this.columns.flatMap(({ label, active }) =>
      active && [...active.values()][0] ? [label] : [],
    );
  }

  read(line: Line): void {
    const tokens = tokensOf(line);
    if (tokens.length === 0) return;
    this.labelSets.add(tokens[0].kind === '{' ? this.readSparse(tokens, line) : this.readDense(tokens, line));
    this.features.endRow();
  }

  result(): LabelData {
    return {
      labelSets: this.labelSets.build(this.labelNames.length),
      labelNames: this.labelNames,
      features: this.keepFeatures ? this.features.build(this.columns.length - this.labelNames.length) : null,
    };
  }

  private readDense(tokens: readonly Token[], line: Line): number[] {
    const open = tokens.findIndex(({ kind }) => kind === '{');
    if (open >= 0) checkWeight(tokens.slice(open), line);
    const row = open >= 0 ? tokens.slice(0, open) : tokens;
    // Without a comma, spaces separate values: Weka treats both in the same way.
    const values = row.some(({ kind }) => kind !== 'word')
      ? valuesOf(row, line)
      : row.map((word) => valueOf([word], line));
    if (values.length !== this.columns.length) {
      const expected = `${this.columns.length} values, one for each attribute`;
      throw textError({ line: line.number }, `${values.length} values`, expected, 'Is the row cut off?');
    }
    const active: number[] = [];
    values.forEach((value, index) => {
      if (this.readValue(this.columns[index], value, line.number)) active.push(this.columns[index].label);
    });
    return active;
  }

  private readSparse(tokens: readonly Token[], line: Line): Set<number> {
    const close = tokens.findIndex(({ kind }) => kind === '}');
    if (close < 0) {
      throw textError({ line: line.number }, line.text, 'a sparse row that ends in }', 'Is the row cut off?');
    }
    const rest = tokens.slice(close + 1);
    checkWeight(rest[0]?.kind === ',' ? rest.slice(1) : rest, line);
    const active = new Set(this.activeByDefault);
    let before = -1;
    for (const pair of splitAtCommas(tokens.slice(1, close), line)) {
      const place = { line: line.number, column: pair[0].at + 1 };
      const given = line.text.slice(pair[0].at, pair.at(-1)!.end);
      const index = pair[0].quoted ? undefined : indexBelow(this.columns.length, pair[0].text);
      if (index === undefined || pair.length < 2) {
        throw textError(place, given, `'index value', index from 0 to ${this.columns.length - 1}`);
      }
      if (index <= before) throw textError(place, given, `an index above ${before}, the one before`);
      before = index;
      const column = this.columns[index];
      if (this.readValue(column, valueOf(pair.slice(1), line), line.number)) active.add(column.label);
      else active.delete(column.label);
    }
    return active;
  }

  /** Reads a value; returns whether it makes its label active, and adds a feature to the row. */
  private readValue(column: Column, value: Value, line: number): boolean {
    const { attribute, label, feature, active } = column;
    const place = { line, column: value.at + 1 };
    if (value.several && !(Array.isArray(attribute.type) && attribute.type.includes(value.text))) {
      throw textError(place, value.text, 'one value', 'Put quotes around a value with spaces.');
    }
    if (label >= 0) {
      const isActive = active ? active.get(value.text) : zeroOrOne(value);
      if (isActive !== undefined && !isMissing(value)) return isActive;
      const expected = `${active ? [...active.keys()].join(' or ') : '0 or 1'} for the label "${attribute.name}"`;
      throw textError(place, value.text, expected, isMissing(value) ? missing : undefined);
    }
    if (!this.keepFeatures) return false;
    const number = column.places ? column.places.get(value.text) : float32(value.text);
    if (number === undefined || isMissing(value)) {
      const expected = `a value of the attribute "${attribute.name}": ${describeType(attribute)}`;
      throw textError(place, value.text, expected, isMissing(value) ? missing : undefined);
    }
    this.features.set(feature, number);
    return false;
  }
}

const missing = '? means a missing value: fill it in, or leave the example out.';

function isMissing({ text, quoted }: Value): boolean {
  return text === '?' && !quoted;
}

function zeroOrOne({ text }: Value): boolean | undefined {
  const value = decimalNumber(text);
  return value === 0 || value === 1 ? value === 1 : undefined;
}

function placesOf({ type }: ArffAttribute): ReadonlyMap<string, number> | null {
  return typeof type === 'string' ? null : new Map(type.map((value, place) => [value, place]));
}

function describeType({ type }: ArffAttribute): string {
  return typeof type === 'string' ? 'a finite number (float32)' : `one of ${listed(type)}`;
}

function listed(values: readonly string[]): string {
  return values.slice(0, 10).join(', ') + (values.length > 10 ? ', ...' : '');
}

/** Decides which values of a nominal label mean active; null for a numeric label, which is 0 or 1. */
function labelRule({ name, type, line }: ArffAttribute): ReadonlyMap<string, boolean> | null {
  if (type === 'numeric') return null;
  const active = type === 'other' ? undefined : activeByValue(type);
  if (active) return active;
  const given = type === 'other' ? `"${name}", a string, date or relation` : `"${name}" {${listed(type)}}`;
  const expected = `numeric, or of two values one of which clearly means active, because it is a label`;
  throw textError({ line }, given, expected, `These are: ${pairsText}.`);
}

function checkFeature({ name, type, line }: ArffAttribute): void {
  if (type !== 'other') return;
  const advice = 'Leave the features out, or remove this attribute from the file.';
  throw textError(
    { line },
    `"${name}", a string, date or relation`,
    'numeric or nominal, because it is a feature',
    advice,
  );
}

/** Checks what follows the values of a row: nothing, or the example's weight, which is ignored. */
function checkWeight(tokens: readonly Token[], { number: line, text }: Line): void {
  if (isAttributeWeight(tokens)) return;
  const { at } = tokens[0];
  throw textError(
    { line, column: at + 1 },
    text.slice(at),
    'the end of the row, or its weight, such as {0.5}',
  );
}

/** Splits tokens into the words between commas; a comma after the last word is ignored. */
function splitAtCommas(tokens: readonly Token[], line: Line): Token[][] {
  const pairs: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'word') pairs.at(-1)!.push(token);
    else if (token.kind === ',' && pairs.at(-1)!.length > 0) pairs.push([]);
    else throw textError({ line: line.number, column: token.at + 1 }, token.kind, `'index value'`);
  }
  return pairs.at(-1)!.length === 0 ? pairs.slice(0, -1) : pairs;
}

/**
 * Finds the attributes with given names; a name may also be as it is written in the file.
 *
 * @throws ValueError for a name that no attribute has.
 */
export function attributesNamed(
  attributes: readonly ArffAttribute[],
  names: readonly string[],
  argument: string,
): string[] {
  const known = new Map(attributes.map(({ name, written }) => [written, name]));
  for (const { name } of attributes) known.set(name, name);
  return names.map((name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const advice = didYouMean(
      name,
      attributes.map(({ name }) => name),
    );
    throw new ValueError(argument, name, 'labels that are attributes of the ARFF text', advice);
  });
}
