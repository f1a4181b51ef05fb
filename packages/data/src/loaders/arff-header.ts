import { type Line, textError } from '../text/lines.js';
import { splitFields, unquote } from './arff-fields.js';

/** A column of an ARFF file. */
export interface ArffAttribute {
  readonly name: string;
  /** 'numeric', the values of a nominal attribute, or 'other' (strings and dates, which are no features). */
  readonly type: 'numeric' | 'other' | readonly string[];
}

/**
 * Reads the part of an ARFF file before `@data`: `@relation`, then `@attribute name type` for each column.
 *
 * Source: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/.
 */
export class ArffHeader {
  relation = '';
  readonly attributes: ArffAttribute[] = [];
  private readonly names = new Set<string>();

  /** Reads a line; returns true when it is `@data`. */
  read({ number: line, text }: Line): boolean {
    const content = text.trim();
    if (content === '' || content.startsWith('%')) return false;
    const [, keyword, rest] = /^(@\w+)\s*(.*)$/s.exec(content) ?? [];
    switch (keyword?.toLowerCase()) {
      case '@relation':
        this.relation = rest;
        return false;
      case '@attribute':
        this.addAttribute(rest, line, content);
        return false;
      case '@data':
        if (this.attributes.length === 0) throw textError({ line }, text, '@attribute lines before @data');
        return true;
      default:
        throw textError({ line }, content, '@relation, @attribute or @data', 'Is it an ARFF file?');
    }
  }

  private addAttribute(definition: string, line: number, content: string): void {
    const [name, at] = readWord(definition, 0) ?? [];
    const type = at === undefined ? undefined : parseType(definition.slice(at).trim());
    if (name === undefined || type === undefined) {
      const expected = '@attribute name type, of type numeric, real, integer, string, date or {value, ...}';
      throw textError({ line }, content, expected);
    }
    if (this.names.has(name))
      throw textError({ line }, content, 'an attribute name that is not there before');
    this.names.add(name);
    this.attributes.push({ name, type });
  }
}

function parseType(type: string): ArffAttribute['type'] | undefined {
  if (/^(numeric|real|integer)$/i.test(type)) return 'numeric';
  if (/^(string|date\b.*)$/is.test(type)) return 'other';
  if (!type.startsWith('{') || !type.endsWith('}')) return undefined;
  return splitFields(type.slice(1, -1))?.map((field) => unquote(field.text));
}

/** The word that starts at `at`, quoted or up to a space; and where it ends. */
function readWord(text: string, at: number): [word: string, end: number] | undefined {
  const match = /^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s'"{}]+)(?=\s|\{|$)/s.exec(text.slice(at));
  return match ? [unquote(match[0]), at + match[0].length] : undefined;
}
