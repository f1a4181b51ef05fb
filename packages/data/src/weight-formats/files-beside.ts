import { checkFunction, checkOptions, parseJson } from '@argmaxable/core';
import { type Bytes, type ByteSource, openBytes } from '../bytes/byte-source.js';
import { FormatError } from '../bytes/format-error.js';
import { byteLimitNames, type ByteLimits, type ReadBudget, readBudget } from '../bytes/read-budget.js';

/** Options for formats whose file names other files. */
export interface FilesBeside extends ByteLimits {
  /** Returns the bytes of another file by its name. It is called only for files that are read. */
  beside: (name: string) => Bytes | Promise<Bytes>;
}

/** The checked `FilesBeside`. */
interface OpenBeside {
  readonly open: (name: string) => Promise<ByteSource>;
  readonly budget: ReadBudget;
}

/**
 * Checks `FilesBeside`.
 *
 * @throws ValueError for options without `beside`, and for unknown options.
 */
export function checkBeside(owner: string, options: FilesBeside): OpenBeside {
  const { beside } = checkOptions(owner, options, ['beside', ...byteLimitNames]);
  checkFunction('beside', beside);
  const budget = readBudget(options);
  return { open: async (name) => openBytes(await beside(name), budget), budget };
}

/** The most bytes of a text: no string can be longer. */
const longestText = 2 ** 29 - 24;

/**
 * Reads a whole file as JSON.
 *
 * @throws FormatError for bytes that are not JSON.
 */
export async function readJsonFile({ length, read }: ByteSource): Promise<unknown> {
  if (length > longestText) {
    throw new FormatError(`the file has more than ${longestText} bytes, the most that are read.`);
  }
  const bytes = await read(0, length);
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const why = (cause as Error).message.slice(0, 100);
    throw new FormatError(`this is not complete JSON in UTF-8 (${why}); download it again.`, { cause });
  }
}
