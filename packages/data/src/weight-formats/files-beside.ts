import { checkFunction, checkOptions, parseJson } from '@argmaxable/core';
import { type Bytes, type ByteSource, openBytes } from '../bytes/byte-source.js';
import { FormatError } from '../bytes/format-error.js';
import { byteLimitNames, type ByteLimits, type ReadBudget, readBudget } from '../bytes/read-budget.js';

/** How the files are opened that a file names. */
export interface FilesBeside extends ByteLimits {
  /** Gives the bytes of a file beside, by the name that it is called: it is asked for those that are read. */
  beside: (name: string) => Bytes | Promise<Bytes>;
}

/** `FilesBeside`, checked. */
interface OpenBeside {
  readonly open: (name: string) => Promise<ByteSource>;
  readonly budget: ReadBudget;
}

/** @throws ValueError for options without `beside`, and for others. */
export function checkBeside(owner: string, options: FilesBeside): OpenBeside {
  const { beside } = checkOptions(owner, options, ['beside', ...byteLimitNames]);
  checkFunction('beside', beside);
  const budget = readBudget(options);
  return { open: async (name) => openBytes(await beside(name), budget), budget };
}

/** Bytes of a text: no string can be longer. */
const longestText = 2 ** 29 - 24;

/**
 * The value of a whole file of JSON.
 *
 * @throws FormatError for other bytes.
 */
export async function readJsonFile({ length, read }: ByteSource): Promise<unknown> {
  if (length > longestText) {
    throw new FormatError(`this goes on after ${longestText} bytes, which is the most that is read.`);
  }
  const bytes = await read(0, length);
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const why = (cause as Error).message.slice(0, 100);
    throw new FormatError(`this is not whole JSON in UTF-8 (${why}); fetch it again.`, { cause });
  }
}
