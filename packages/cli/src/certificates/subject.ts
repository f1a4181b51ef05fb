import { ValueError } from '@argmaxable/core';
import {
  type Classifier,
  classifierOfVersionOne,
  type Hashes,
  hashesOf,
  type ModelRange,
  type Settings,
} from '@argmaxable/verify';
import { openClassifier } from '../models/classifier-source.js';
import { about, CliError } from '../errors/cli-error.js';
import type { MatrixOptions } from '../weights/weight-matrix.js';
import type { ReadHead } from './head.js';
import type { CertificatesLine } from './lines.js';
import { checkPinnedRange, isSameRange } from './pins.js';

/** The numbers of a model that a certificates file is about. */
export interface CertificatesSubject {
  readonly classifier: Classifier;
  readonly epsOf: (verdict: CertificatesLine['verdict'], exact: boolean) => number | null;
  /**
   * What the proofs are about, taken from the numbers that they are checked with, not from the file's text.
   */
  readonly settings: Pick<Settings, 'about' | 'featureRange' | 'rule' | 'eps' | 'thresholds'>;
  /**
   * In words, the range that `verify` would use if none is given; null if the proofs are about that range.
   */
  readonly otherRange: string | null;
}

type Options = MatrixOptions & {
  readonly note?: (text: string) => void;
  /** The range of features that the user gives. */
  readonly range?: ModelRange;
};

/**
 * The classifier of a model that certificates are about.
 *
 * @throws CliError if the certificates are about other numbers.
 */
export async function subjectOf(
  model: string,
  head: ReadHead,
  path: string,
  options: Options,
): Promise<CertificatesSubject> {
  const found = await tryRead(model, head, options);
  if (isAbout(head, found)) {
    checkPinnedRange(path, found.settings.featureRange, found.pinned, options.range);
    return found;
  }
  const orientation = await orientationOf(model, head, options);
  const problem =
    found instanceof ValueError
      ? `line 1 does not fit ${model}: ${found.message}`
      : `these certificates are about other weights than those of ${model}.`;
  const advice =
    orientation === null
      ? 'Give the same --tensor, --bias and --transpose as for "verify", or verify it again.'
      : `They are about it with ${orientation}: add this option.`;
  throw new CliError(`${problem} ${advice}`, { path });
}

type Read = CertificatesSubject & {
  readonly hashes: Hashes;
  /** The range that the user gives. */
  readonly pinned: Settings['featureRange'] | null;
};

/**
 * The classifier, or the error of a first line that does not fit the model, for example in its number of
 * thresholds.
 */
async function tryRead(model: string, head: ReadHead, options: Options): Promise<Read | ValueError> {
  try {
    return await read(model, head, options);
  } catch (error) {
    const isOfFile = error instanceof CliError && error.path !== null;
    const origin = error instanceof CliError ? error.cause : error;
    if (!isOfFile && origin instanceof ValueError) return origin;
    throw error;
  }
}

async function read(model: string, head: ReadHead, options: Options): Promise<Read> {
  const { range, rule, thresholds, version, eps } = head;
  const source = await openClassifier(model, { ...options, rule });
  try {
    if (head.about === 'model' && source.isMatrix) {
      throw new CliError(
        'these certificates are about a whole model, and this is a matrix: name the model.json.',
        {
          path: model,
        },
      );
    }
    const question = { about: head.about, rule, ...(thresholds && { thresholds }) };
    const { classifier: found, verified, settings } = await source.decide([], { ...question, ...range });
    const rangeOf = async (asked: ModelRange) =>
      (await source.decide([], { ...question, ...asked })).settings.featureRange;
    const { range: pin } = options;
    const pinned = pin === undefined ? null : await about(model, () => rangeOf(pin));
    const usual = await rangeOf({});
    const classifier = 'box' in range ? classifierOfVersionOne(found!, range.box) : found!;
    return {
      classifier,
      hashes: version === 1 ? await hashesOf(classifier) : verified,
      settings: { ...settings, eps },
      pinned,
      otherRange: isSameRange(usual, settings.featureRange) ? null : usual.words,
      epsOf: version === 1 ? firstEps(eps) : () => eps,
    };
  } finally {
    source.dispose();
  }
}

/**
 * In version 1 any witness was accepted, and exact multipliers had to combine to 0; eps was used only for
 * multipliers in float64.
 */
function firstEps(eps: number | null): CertificatesSubject['epsOf'] {
  return (verdict, exact) => (verdict === 'unargmaxable' && !exact ? eps : null);
}

function isAbout({ hash, projectionHash, version }: ReadHead, found: Read | ValueError): found is Read {
  if (found instanceof ValueError || hash !== found.hashes.hash) return false;
  return version === 1 || projectionHash === found.hashes.projectionHash;
}

/**
 * The option with which the matrix has the orientation of the certificates, if it has the other one now:
 * `verify` may have used a label file to find it.
 */
async function orientationOf(model: string, head: ReadHead, options: Options): Promise<string | null> {
  if (options.transpose !== undefined) return null;
  for (const transpose of [true, false]) {
    try {
      const found = await tryRead(model, head, { ...options, transpose, note: undefined });
      if (isAbout(head, found)) return transpose ? '--transpose' : '--no-transpose';
    } catch (error) {
      if (!(error instanceof CliError)) throw error; // not a matrix, or its bias does not fit
    }
  }
  return null;
}
