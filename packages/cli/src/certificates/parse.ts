import type { JsonObject } from '@argmaxable/core';
import { CliError } from '../errors/cli-error.js';
import type { NumberedLine } from './read-lines.js';

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The object of a line.
 *
 * @param allowed What the line must be.
 * @throws CliError for anything else, and for a repeated field: programs differ in which of the two they
 *   read.
 */
export function parseLine({ text, number }: NumberedLine, allowed: string): JsonObject {
  const { depth, names } = scan(text);
  if (depth > deepest) throw new CliError(`line ${number} must be ${allowed}; it is nested ${depth} deep.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // It is no object either.
  }
  if (!isRecord(value)) throw new CliError(`line ${number} must be ${allowed}; is the file cut off?`);
  if (names !== fieldsIn(value)) throw new CliError(`line ${number} has a field twice.`);
  return value;
}

/** @throws CliError for a field that is not known. */
export function checkFields(what: string, value: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new CliError(
    `${what} must have no other fields than ${known.join(', ')}; got ${shownJson(unknown)}.`,
  );
}

/** A value as messages show it. */
export function shownJson(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'none';
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

/** More than the depth of any valid line. */
const deepest = 20;

const codes = { quote: 0x22, backslash: 0x5c, colon: 0x3a };

/** How many field names a JSON text has, each a string before a colon, and how deep it is nested. */
function scan(text: string): { names: number; depth: number } {
  let names = 0;
  let open = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === codes.quote) at = endOfText(text, at);
    else if (code === codes.colon) names++;
    else if (code === 0x5b || code === 0x7b) depth = Math.max(depth, ++open);
    else if (code === 0x5d || code === 0x7d) open--;
  }
  return { names, depth };
}

/** The index of the end of the string that begins at a quotation mark. */
function endOfText(text: string, begin: number): number {
  let end = begin + 1;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === codes.quote || Number.isNaN(code)) return end;
    end += code === codes.backslash ? 2 : 1;
  }
}

function fieldsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((count, part) => count + fieldsIn(part), own);
}
