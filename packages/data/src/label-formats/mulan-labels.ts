import { checkOptions } from '@argmaxable/core';
import { adviceOnLabels, limitNames, readLimits, type TextLimits } from '../text/limits.js';
import { type TextSource, wholeText } from '../text/source.js';
import { inText, textError } from '../text/text-error.js';

/**
 * Reads the label names in Mulan's XML file, in the file's order: `<labels><label name="..."/>...</labels>`;
 * labels may be nested (a hierarchy).
 *
 * It reads what such files contain: elements `labels` and `label`, comments, the XML declaration, and in
 * attributes character references and XML's five entities. It refuses everything else. It reads no DTD, so no
 * entity can expand.
 *
 * Source: https://mulan.sourceforge.net/format.html.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `maxLabels`; `maxLineLength`, which here limits the whole text; see {@link TextLimits}.
 * @returns The names, one or more and all different, for `labelNames` of `loadArff`. The option `xml` of
 *   `loadArff` reads such text itself.
 * @throws ValueError (as a rejection) that names line and column, for text that is not such XML.
 *
 * @example
 * import { loadMulanLabels } from '@argmaxable/data';
 * await loadMulanLabels('<labels><label name="rain &amp; snow"/></labels>'); // ['rain & snow']
 */
export async function loadMulanLabels(source: TextSource, options: TextLimits = {}): Promise<string[]> {
  checkOptions('loadMulanLabels', options, limitNames);
  const { maxLabels, maxLineLength } = readLimits(options);
  return inText(source, 'xml', async () => labelNames(await wholeText(source, maxLineLength), maxLabels));
}

function labelNames(text: string, maxLabels: number): string[] {
  const names = new Set<string>();
  const open: string[] = [];
  let rootSeen = false;
  let at = 0;
  const fail = (expected: string, advice?: string): Error => xmlError(text, at, expected, advice);
  while (at < text.length) {
    const skipped = passedOver(text, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const match = tag.exec(text.slice(at, at + longestTag));
    if (!match) {
      throw fail(
        '<labels>, <label name="...">, their ends, or a comment',
        'Is it the XML file that comes with the ARFF file?',
      );
    }
    const { closed, opened, attributes, empty } = match.groups!;
    if (closed !== undefined) {
      if (open.pop() !== closed) throw fail('the end of the element that was opened last');
    } else {
      if ((opened === 'labels') !== (open.length === 0) || (opened === 'labels' && rootSeen)) {
        throw fail('one element <labels> with <label> elements in it');
      }
      rootSeen = true;
      const name = nameAttribute(attributes, fail);
      if (opened === 'label') {
        if (name === undefined) throw fail('<label> with an attribute name="..."');
        if (names.has(name)) throw fail('a label name that no earlier label has');
        if (names.size === maxLabels) throw fail(`at most ${maxLabels} labels`, adviceOnLabels);
        names.add(name);
      }
      if (empty === '') open.push(opened);
    }
    at += match[0].length;
  }
  if (!rootSeen || open.length > 0) throw fail(`</${open.at(-1) ?? 'labels'}>`, 'Is the file cut off?');
  if (names.size === 0) throw fail('one <label name="..."> or more in <labels>');
  return [...names];
}

/** Finds the end of the space, the comment or the XML declaration at `at`; `at` itself if there is none. */
function passedOver(text: string, at: number): number {
  let end = at;
  while (' \t\r\n'.includes(text[end] ?? 'x')) end++;
  if (end > at) return end;
  for (const [start, stop] of [
    ['<!--', '-->'],
    ['<?xml ', '?>'],
  ]) {
    if (!text.startsWith(start, at)) continue;
    const found = text.indexOf(stop, at + start.length);
    if (found >= 0) return found + stop.length;
  }
  return at;
}

/**
 * The most characters of a tag: without a bound, the regular expression would search a text of any length.
 */
const longestTag = 2 ** 16;

const tag =
  /^(?:<\/(?<closed>labels|label)\s*>|<(?<opened>labels|label)(?<attributes>(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>)/u;

function nameAttribute(attributes: string, fail: (expected: string) => Error): string | undefined {
  for (const [, key, quoted] of attributes.matchAll(/([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (key === 'name') return decodeReferences(quoted.slice(1, -1), fail);
  }
  return undefined;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeReferences(text: string, fail: (expected: string) => Error): string {
  return text.replace(/&([^;&]*;?)/g, (_, reference: string) => {
    const [, hex, decimal, entity] = /^(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));$/i.exec(reference) ?? [];
    if (entity !== undefined && Object.hasOwn(entities, entity)) return entities[entity];
    const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal ?? NaN);
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    throw fail('a name whose & is written &amp;, with references such as &lt; or &#228;');
  });
}

function xmlError(text: string, at: number, expected: string, advice?: string): Error {
  const before = text.slice(0, at).split('\n');
  return textError(
    { line: before.length, column: before.at(-1)!.length + 1 },
    text.slice(at, at + 100),
    `XML: ${expected}`,
    advice,
  );
}
