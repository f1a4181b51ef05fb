import { type JsonObject, ValueError, type Verdict } from '@argmaxable/core';
import { checkClassifierCertificate, type Classifier } from '@argmaxable/verify';
import { CliError } from '../errors/cli-error.js';
import type { CertificatesLine } from './lines.js';
import { checkFields, parseLine, shownJson } from './parse.js';
import type { NumberedLine } from './read-lines.js';

type Arithmetic = 'float64' | 'exact';

/** The result of checking a certificates file. */
export interface CheckedCertificates {
  readonly arithmetic: Arithmetic;
  /**
   * Number of different label sets by what is proved about them; sets whose certificate does not prove the
   * verdict are invalid.
   */
  readonly counts: Readonly<Record<Proved | 'invalid', number>>;
  /** The first few invalid ones: their line, and the reason. */
  readonly invalid: readonly { readonly line: number; readonly reason: string }[];
}

/** What the lines are about. */
export interface LinesSubject {
  readonly classifier: Classifier;
  /** Number of lines that there must be. */
  readonly sets: number;
  /**
   * The radius that a line with this verdict must reach, or stay below; null if every radius that solvers can
   * tell from 0 is enough.
   */
  readonly epsOf: (verdict: CertificatesLine['verdict']) => number | null;
}

/**
 * A verdict, or 'guaranteed': undecided for the stored weights, but a theorem says that the ideal matrix
 * reaches the set.
 */
type Proved = CertificatesLine['verdict'] | 'guaranteed';

/** Number of invalid certificates that are listed. */
const named = 5;

/**
 * Checks the lines after the first, each on its own.
 *
 * @throws CliError if a line is not valid, and if there are more or fewer lines than the first line says.
 */
export async function checkLines(
  lines: AsyncIterable<NumberedLine>,
  subject: LinesSubject,
  arithmetic: Arithmetic,
  signal: AbortSignal | undefined,
): Promise<CheckedCertificates> {
  const counts = { argmaxable: 0, unargmaxable: 0, guaranteed: 0, undecided: 0, invalid: 0 };
  const invalid: { line: number; reason: string }[] = [];
  const lineOf = new Map<string, number>();
  let last = 1;
  for await (const numbered of lines) {
    signal?.throwIfAborted();
    const line = (last = numbered.number);
    if (line - 1 > subject.sets) break;
    const content = readLine(numbered);
    const key = [...content.labels].sort((a, b) => a - b).join();
    const before = lineOf.get(key);
    const found =
      before === undefined
        ? checkLine(content, subject, arithmetic)
        : { reason: `line ${before} is about the same label set` };
    lineOf.set(key, before ?? line);
    if ('reason' in found) {
      counts.invalid++;
      if (invalid.length < named) invalid.push({ line, reason: found.reason });
    } else {
      counts[found.proved]++;
    }
  }
  if (last - 1 !== subject.sets) {
    const found = last - 1 > subject.sets ? `more than ${subject.sets}` : `${last - 1}`;
    const advice = last - 1 > subject.sets ? 'was something added?' : 'is the file cut off?';
    throw new CliError(`${found} label sets, where line 1 says ${subject.sets}; ${advice}`);
  }
  return { arithmetic, counts, invalid };
}

/** What a line proves, or why it does not prove its verdict. */
function checkLine(
  { labels, verdict, certificate }: CertificatesLine,
  { classifier, epsOf }: LinesSubject,
  arithmetic: Arithmetic,
): { proved: Proved } | { reason: string } {
  if (certificate === null) {
    return verdict === 'undecided'
      ? { proved: verdict }
      : { reason: `the verdict '${verdict}' has no certificate` };
  }
  try {
    const eps = epsOf(verdict);
    const options = { arithmetic, ...(eps === null ? {} : { eps }) };
    const result = checkClassifierCertificate(classifier, labels, certificate, options);
    if (!result.valid) return { reason: result.reason };
    const proved = result.about === 'ideal matrix' ? 'guaranteed' : result.verdict;
    if (proved === (verdict === 'undecided' ? 'guaranteed' : verdict)) return { proved };
    return { reason: `it proves '${result.verdict}' for the ${result.about}, not '${verdict}'` };
  } catch (error) {
    if (error instanceof ValueError) return { reason: error.message }; // of the label set
    throw error;
  }
}

const fields = ['labels', 'verdict', 'certificate'];

function readLine(line: NumberedLine): CertificatesLine {
  const content: JsonObject = parseLine(line, 'an object with labels, verdict and certificate');
  const name = `line ${line.number}`;
  const missing = fields.find((field) => !(field in content));
  if (missing !== undefined) {
    throw new CliError(
      `${name} must be an object with labels, verdict and certificate; it has no ${missing}.`,
    );
  }
  checkFields(name, content, fields);
  const { labels, verdict } = content;
  if (!Array.isArray(labels) || !labels.every(Number.isSafeInteger)) {
    throw new CliError(`${name}: labels must be a list of label numbers; got ${shownJson(labels)}.`);
  }
  if (!verdicts.some((known) => known === verdict)) {
    throw new CliError(`${name}: verdict must be ${verdicts.join(', ')}; got ${shownJson(verdict)}.`);
  }
  return content as unknown as CertificatesLine;
}

const verdicts = ['argmaxable', 'unargmaxable', 'undecided'] as const satisfies Verdict[];
