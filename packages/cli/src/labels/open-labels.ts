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
 * What a label file may be: what the user says, or by its extension; several formats where their files are
 * told apart by the first line.
 *
 * @throws CliError where nothing tells it, and for an option that these have no use for.
 */
export function formatsOfFile(path: string, options: LabelOptions): readonly LabelFormat[] {
  const { format } = options;
  const formats =
    format === undefined ? formatsOf(labelFormats, path) : labelFormats.filter(({ name }) => name === format);
  if (formats.length > 0) return formats;
  const names = labelFormats.map(({ name }) => name).join(', ');
  throw new CliError(`say with --format which it is: ${names}.`, { path });
}

/** @throws CliError for an option that the formats have no use for. */
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

/** Opens a label file; several formats are told apart by its first line. */
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

/** Bytes in which the first line has to end for its form to tell the format. */
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
      await chunks.return(undefined); // also where nobody got as far as them: it closes the file
    }
  };
  const [firstLine] = new TextDecoder().decode(head).split('\n');
  return { firstLine, source: whole() };
}
