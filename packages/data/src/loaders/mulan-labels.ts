import { textError } from '../text/lines.js';
import { type TextSource, wholeText } from '../text/source.js';

/**
 * The label names in Mulan's XML file, in its order: `<labels><label name="..."/>...</labels>`; labels may be nested
 * (a hierarchy).
 *
 * It reads what such files hold and refuses the rest: elements `labels` and `label`, comments, the XML declaration,
 * and in attributes character references and XML's five entities. No DTD, so no entity can expand.
 *
 * Source: https://mulan.sourceforge.net/format.html.
 */
export async function mulanLabelNames(source: TextSource): Promise<string[]> {
  const text = await wholeText(source);
  const names = new Set<string>();
  const open: string[] = [];
  let rootSeen = false;
  let at = 0;
  const fail = (expected: string, advice?: string): Error => xmlError(text, at, expected, advice);
  while (at < text.length) {
    markup.lastIndex = at;
    const match = markup.exec(text);
    if (!match)
      throw fail(
        '<labels>, <label name="...">, their ends, or a comment',
        'Is it the XML file that comes with the ARFF file?',
      );
    const { space, ignored, closed, opened, attributes, empty } = match.groups!;
    if (closed !== undefined) {
      if (open.pop() !== closed) throw fail('the end of the element that was opened last');
    } else if (opened !== undefined) {
      if ((opened === 'labels') !== (open.length === 0) || (opened === 'labels' && rootSeen)) {
        throw fail('one element <labels> with <label> elements in it');
      }
      rootSeen = true;
      const name = nameAttribute(attributes, fail);
      if (opened === 'label') {
        if (name === undefined) throw fail('<label> with an attribute name="..."');
        if (names.has(name)) throw fail(`a label name that is not there before`);
        names.add(name);
      }
      if (empty === '') open.push(opened);
    } else if (space === undefined && ignored === undefined) throw fail('XML');
    at = markup.lastIndex;
  }
  if (!rootSeen || open.length > 0) throw fail(`</${open.at(-1) ?? 'labels'}>`, 'Is the file cut off?');
  if (names.size === 0) throw fail('one <label name="..."> or more in <labels>');
  return [...names];
}

const markup =
  /(?<space>\s+)|(?<ignored><!--(?:[^-]|-[^-])*-->|<\?xml\s[^?]*\?>)|<\/(?<closed>labels|label)\s*>|<(?<opened>labels|label)(?<attributes>(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>/uy;

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
    text.slice(at),
    `XML: ${expected}`,
    advice,
  );
}
