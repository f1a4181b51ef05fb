import {
  type Certificate,
  exactMultipliers,
  type LabelSetResult,
  multipliersCertificate,
  type Settings,
  type VerifyReport,
  witnessCertificate,
} from '@argmaxable/verify';

/** First line of a certificates file: what the certificates are about. */
export interface CertificatesHead {
  readonly format: 'argmaxable-certificates';
  readonly version: 2;
  /** Number of lines that follow, one per different label set. */
  readonly sets: number;
  /**
   * SHA-256 of the weights, and of the projection in front of them (null if there is none), as in the report.
   */
  readonly hash: string | null;
  readonly projectionHash: string | null;
  readonly settings: Settings;
}

/** Every other line. */
export interface CertificatesLine {
  readonly labels: readonly number[];
  readonly verdict: LabelSetResult['verdict'];
  /** For an undecided set, the theorem that covers it in the ideal matrix, or null. */
  readonly certificate: Certificate | null;
}

/** A label set whose certificate could not be made. */
export interface MissingCertificate {
  readonly labels: Int32Array;
  readonly reason: string;
}

/**
 * The certificates of a report's different label sets, as JSON lines. For a set whose certificate cannot be
 * made, the certificate is null, which a checker does not accept; the other lines do not change.
 *
 * @param report Made with `certificates: true`.
 * @param exact Whether multipliers are recovered as integers, for checks in exact arithmetic, if this is
 *   possible.
 * @param onMissing Called for each set whose certificate could not be made.
 */
export function* certificateLines(
  report: VerifyReport,
  exact: boolean,
  onMissing: (missing: MissingCertificate) => void,
): Generator<string> {
  const { distinct, verified, settings } = report;
  const head: CertificatesHead = {
    format: 'argmaxable-certificates',
    version: 2,
    sets: distinct.length,
    hash: verified.hash,
    projectionHash: verified.projectionHash,
    settings,
  };
  yield toLine(head);
  const certificate = (result: LabelSetResult): Certificate | null => {
    try {
      return certificateOf(result, exact ? report.classifier : null);
    } catch (error) {
      onMissing({ labels: result.labels, reason: error instanceof Error ? error.message : String(error) });
      return null;
    }
  };
  for (const result of distinct) {
    const line: CertificatesLine = {
      labels: [...result.labels],
      verdict: result.verdict,
      certificate: certificate(result),
    };
    yield toLine(line);
  }
}

function certificateOf(
  { verdict, labels, witness, multipliers, theorem }: LabelSetResult,
  exactFor: VerifyReport['classifier'],
): Certificate | null {
  if (verdict === 'undecided') return theorem ?? null;
  const proof = verdict === 'argmaxable' ? witness : multipliers;
  if (proof === undefined) throw new Error(`The verdict '${verdict}' came without its proof.`);
  if (verdict === 'argmaxable') return witnessCertificate(witness!);
  const exact = exactFor && exactMultipliers(exactFor, labels, multipliers!);
  return multipliersCertificate(exact ?? multipliers!);
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
