import { ValueError } from '@argmaxable/core';
import { checkClassifierCertificate, type Classifier } from '@argmaxable/verify';
import { CliError } from '../cli-error.js';
import type { CertificatesHead, CertificatesLine } from './lines.js';

/** What a certificates file is worth. */
export interface CheckedCertificates {
  readonly arithmetic: 'float64' | 'exact';
  /** Different label sets by what is proved of them; those whose certificate does not prove what it should are invalid. */
  readonly counts: Readonly<Record<Proved | 'invalid', number>>;
  /** The first few invalid ones: their line, and why. */
  readonly invalid: readonly { readonly line: number; readonly reason: string }[];
}

/** A verdict, or 'guaranteed': undecided for the stored weights, reached by the ideal matrix by a theorem. */
type Proved = CertificatesLine['verdict'] | 'guaranteed';

/** Invalid certificates that are named one by one. */
const named = 5;

/** Reads the first line of a certificates file. */
export function readHead(text: string | undefined): CertificatesHead {
  const head = text === undefined ? null : (parse(text) as CertificatesHead | null | undefined);
  const { format, version, settings } = head ?? {};
  const isKnown = format === 'argmaxable-certificates' && version === 1 && typeof settings === 'object';
  if (head && isKnown) return head;
  throw new CliError(
    'line 1 must say that these are certificates, as "argmaxable verify --certificates" writes it.',
  );
}

/**
 * Checks the lines after the first, each on its own.
 *
 * @throws CliError for a line that is none, and for more or fewer than the first line says.
 */
export async function checkLines(
  lines: AsyncIterable<string>,
  { sets, settings: { eps } }: CertificatesHead,
  classifier: Classifier,
  arithmetic: CheckedCertificates['arithmetic'],
  signal: AbortSignal | undefined,
): Promise<CheckedCertificates> {
  const counts = { argmaxable: 0, unargmaxable: 0, guaranteed: 0, undecided: 0, invalid: 0 };
  const invalid: { line: number; reason: string }[] = [];
  let line = 1;
  for await (const text of lines) {
    signal?.throwIfAborted();
    line++;
    const found = checkLine(parseLine(text, line), classifier, { arithmetic, eps });
    if ('reason' in found) {
      counts.invalid++;
      if (invalid.length < named) invalid.push({ line, reason: found.reason });
    } else counts[found.proved]++;
  }
  if (line - 1 !== sets) {
    throw new CliError(`${line - 1} label sets, where line 1 says ${sets}; is the file cut off?`);
  }
  return { arithmetic, counts, invalid };
}

/** What a line proves, or why it does not prove what it says. */
function checkLine(
  { labels, verdict, certificate }: CertificatesLine,
  classifier: Classifier,
  options: { arithmetic: CheckedCertificates['arithmetic']; eps: number },
): { proved: Proved } | { reason: string } {
  if (certificate === null) {
    return verdict === 'undecided'
      ? { proved: verdict }
      : { reason: `the verdict '${verdict}' has no certificate` };
  }
  try {
    const result = checkClassifierCertificate(classifier, labels, certificate, options);
    if (!result.valid) return { reason: result.reason };
    const proved = result.about === 'ideal matrix' ? 'guaranteed' : result.verdict;
    if (proved === (verdict === 'undecided' ? 'guaranteed' : verdict)) return { proved };
    return { reason: `it proves '${result.verdict}' of the ${result.about}, not '${verdict}'` };
  } catch (error) {
    if (error instanceof ValueError) return { reason: error.message }; // of the label set
    throw error;
  }
}

function parseLine(text: string, number: number): CertificatesLine {
  const line = parse(text) as Partial<CertificatesLine> | null | undefined;
  if (line && Array.isArray(line.labels) && 'certificate' in line) return line as CertificatesLine;
  throw new CliError(
    `line ${number} must be an object with labels, verdict and certificate; is the file cut off?`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
