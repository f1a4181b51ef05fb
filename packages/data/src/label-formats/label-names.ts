import { checkOptions } from '@argmaxable/core';
import { adviceOnLabels, limitNames, readLimits, type TextLimits } from '../text/limits.js';
import { type Line, linesOf } from '../text/lines.js';
import type { TextSource } from '../text/source.js';
import { inText, lineTooLong, textError } from '../text/text-error.js';
import { readJson } from './json-text.js';

/**
 * Reads the names of labels: one per line, label 0 first, or a JSON array of them.
 *
 * The text is read as JSON if it begins like a list of strings, with `["` (spaces between are allowed), or if
 * the whole text is JSON; a line `[UNK]` is a name. Names are read unchanged, including spaces; blank lines
 * are allowed only at the end. A name may occur twice.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `maxLabels`; `maxLineLength`, of JSON as a whole; see {@link TextLimits}.
 * @returns The names, one or more.
 * @throws ValueError (as a rejection) that names the line or item, and the file if it is known, for an empty
 *   name, JSON that is cut off or holds anything but texts, and text that is not UTF-8 or has no names.
 *
 * @example
 * import { loadLabelNames } from '@argmaxable/data';
 * await loadLabelNames('[UNK]\nrain\nsnow\n'); // ['[UNK]', 'rain', 'snow']
 * await loadLabelNames('["rain", "snow"]'); // ['rain', 'snow']
 */
export async function loadLabelNames(source: TextSource, options: TextLimits = {}): Promise<string[]> {
  checkOptions('loadLabelNames', options, limitNames);
  const { maxLabels, maxLineLength } = readLimits(options);
  return inText(source, null, async () => {
    const names = new NameLines(maxLabels);
    const json: string[] = []; // the lines of a text that begins like JSON
    let length = 0;
    for await (const line of linesOf(source, maxLineLength)) {
      if (json.length > 0 || (names.isEmpty && beginsAsTexts.test(line.text.slice(0, 1000)))) {
        length += line.text.length + 1;
        if (length - 1 > maxLineLength) throw lineTooLong(1, json[0] ?? line.text, maxLineLength);
        json.push(line.text);
      } else {
        names.read(line);
      }
    }
    return json.length > 0 ? namesInJson(json.join('\n'), maxLabels) : names.result();
  });
}

/** `["`, `[]`, or `[` alone in the first line. */
const beginsAsTexts = /^\s*\[\s*(?:"|\]?\s*$)/;

class NameLines {
  private readonly names: string[] = [];
  private blank: number | undefined;

  constructor(private readonly maxLabels: number) {}

  get isEmpty(): boolean {
    return this.names.length === 0;
  }

  read({ number: line, text }: Line): void {
    if (text.trim() === '') {
      this.blank ??= line;
      return;
    }
    if (this.blank !== undefined) throw textError({ line: this.blank }, '', 'a label name');
    if (this.names.length === this.maxLabels) {
      throw textError(
        { line },
        text,
        `the end, because at most ${this.maxLabels} label names are read`,
        adviceOnLabels,
      );
    }
    this.names.push(text);
  }

  result(): string[] {
    const [first] = this.names;
    if (first === undefined) throw textError({ line: 1 }, 'the end of the text', 'a label name');
    if (this.names.length === 1 && isJson(first)) {
      throw textError({ line: 1 }, first, 'label names, one per line, or a JSON array of strings');
    }
    return this.names;
  }
}

/** Whether the line is JSON of an array or an object. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text.slice(0, 1000))) return false;
  try {
    readJson(text, 1, 100);
    return true;
  } catch {
    return false;
  }
}

function namesInJson(text: string, maxLabels: number): string[] {
  const names = readJson(text, 1, 1);
  if (!Array.isArray(names) || names.length === 0 || names.length > maxLabels) {
    const expected = `a JSON array of 1 to ${maxLabels} label names`;
    throw textError({ line: 1 }, names, expected, adviceOnLabels);
  }
  names.forEach((name: unknown, i) => {
    if (typeof name !== 'string' || name === '') {
      throw textError({ line: 1, item: i + 1 }, name, 'a label name');
    }
  });
  return names as string[];
}
