import {
  formatsOf,
  type LabelData,
  type LabelFormat,
  type LabelFormatOptions,
  labelFormats,
} from '@argmaxable/data';
import { CliError } from '../errors/cli-error.js';
import { anyBytes } from '../files/file-bytes.js';
import { streamFile } from '../files/stream-file.js';
import { flagOf, formatsWith, type LabelOptions, optionsOfFormats, takes } from './options.js';

/**
 * The possible formats of a label file: the one that the user gives, or those of its extension; several if
 * the first line of a file shows which one it is.
 *
 * @throws CliError if the format is not known, and for an option that the formats do not use.
 */
export function formatsOfFile(path: string, options: LabelOptions): readonly LabelFormat[] {
  const { format } = options;
  const formats =
    format === undefined ? formatsOf(labelFormats, path) : labelFormats.filter(({ name }) => name === format);
  if (formats.length > 0) return formats;
  const names = labelFormats.map(({ name }) => name).join(', ');
  throw new CliError(`give its format with --format: ${names}.`, { path });
}

/** @throws CliError for an option that the formats do not use. */
export function checkApplies(formats: readonly LabelFormat[], options: LabelOptions): void {
  const wrong = optionsOfFormats.find(
    (option) => options[option] !== undefined && !formats.some((format) => takes(format, option)),
  );
  if (wrong === undefined) return;
  const names = formats.map(({ name }) => name).join(' or ');
  throw new CliError(`${flagOf(wrong)} is for ${formatsWith(wrong)}; the labels are read as ${names}.`);
}

/** A label file of one format, open. */
export interface OpenLabels {
  readonly format: LabelFormat;
  readonly load: (options: LabelFormatOptions) => Promise<LabelData>;
}

/** Opens a label file; if there are several formats, its first line shows which one it is. */
export async function openLabels(path: string, formats: readonly LabelFormat[]): Promise<OpenLabels> {
  const [first, ...others] = formats;
  if (others.length > 0) return peeked(path, formats);
  if (first.content === 'text') {
    return { format: first, load: (options) => first.load(streamFile(path), options) };
  }
  const source = await anyBytes(path);
  return { format: first, load: (options) => first.load(source, options) };
}

async function peeked(path: string, formats: readonly LabelFormat[]): Promise<OpenLabels> {
  const { firstLine, source } = await peek(streamFile(path));
  const texts = formats.filter((format) => format.content === 'text');
  const format = texts.find((text) => text.firstLine?.test(firstLine)) ?? texts.at(-1)!;
  return { format, load: (options) => format.load(source, options) };
}

/** The number of bytes in which the first line must end to show the format. */
const firstLineLength = 4096;

/** The first line of a text, and the text, from its start. */
async function peek(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ firstLine: string; source: AsyncIterable<Uint8Array> }> {
  const read: Uint8Array[] = [];
  let head = Buffer.alloc(0);
  while (head.length < firstLineLength && !head.includes('\n')) {
    const next = await chunks.next();
    if (next.done) break;
    read.push(next.value);
    head = Buffer.concat([head, next.value.subarray(0, firstLineLength)]);
  }
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* read;
      yield* chunks;
    } finally {
      await chunks.return(undefined); // it is called even if the pieces were never read: it closes the file
    }
  };
  const [firstLine] = new TextDecoder().decode(head).split('\n');
  return { firstLine, source: whole() };
}
