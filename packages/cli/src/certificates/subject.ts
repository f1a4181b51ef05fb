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

/** A model's numbers as a certificates file is about them. */
export interface CertificatesSubject {
  readonly classifier: Classifier;
  readonly epsOf: (verdict: CertificatesLine['verdict'], exact: boolean) => number | null;
  /** What the proofs are about: by the numbers that they are checked with, not by the file's own words. */
  readonly settings: Pick<Settings, 'about' | 'featureRange' | 'rule' | 'eps' | 'thresholds'>;
  /**
   * The range that `verify` would take where none is given, in words; null where the proofs are about that.
   */
  readonly otherRange: string | null;
}

type Options = MatrixOptions & {
  readonly note?: (text: string) => void;
  /** What the user says that features lie between. */
  readonly range?: ModelRange;
};

/**
 * The classifier of a model that certificates are about.
 *
 * @throws CliError where its numbers are others than those.
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
      ? 'Say --tensor, --bias and --transpose as "verify" was told, or verify it anew.'
      : `They are about it with ${orientation}: say so here.`;
  throw new CliError(`${problem} ${advice}`, { path });
}

type Read = CertificatesSubject & {
  readonly hashes: Hashes;
  /** The range that the user says. */
  readonly pinned: Settings['featureRange'] | null;
};

/** Or what of the first line does not fit the model, such as the number of its thresholds. */
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
 * In version 1 any witness counted, and exact multipliers had to combine to 0; eps was for those in float64.
 */
function firstEps(eps: number | null): CertificatesSubject['epsOf'] {
  return (verdict, exact) => (verdict === 'unargmaxable' && !exact ? eps : null);
}

function isAbout({ hash, projectionHash, version }: ReadHead, found: Read | ValueError): found is Read {
  if (found instanceof ValueError || hash !== found.hashes.hash) return false;
  return version === 1 || projectionHash === found.hashes.projectionHash;
}

/**
 * The option that makes a matrix the one of the certificates, where it lies the other way: `verify` may have
 * gone by a label file.
 */
async function orientationOf(model: string, head: ReadHead, options: Options): Promise<string | null> {
  if (options.transpose !== undefined) return null;
  for (const transpose of [true, false]) {
    try {
      const found = await tryRead(model, head, { ...options, transpose, note: undefined });
      if (isAbout(head, found)) return transpose ? '--transpose' : '--no-transpose';
    } catch (error) {
      if (!(error instanceof CliError)) throw error; // no matrix, or one whose bias does not fit so
    }
  }
  return null;
}
