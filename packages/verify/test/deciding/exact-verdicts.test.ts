import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import fc from 'fast-check';
import {
  checkClassifierCertificate,
  coverCount,
  exactMultipliers,
  type LabelSetResult,
  multipliersCertificate,
  verifyMatrix,
  type VerifyReport,
  witnessCertificate,
} from '../../src/index.js';

/**
 * Whether exact arithmetic confirms the verdict: the witness as it is, or exact multipliers near the
 * solver's.
 */
function isConfirmed(
  report: VerifyReport,
  { labels, verdict, witness, multipliers }: LabelSetResult,
): boolean {
  const classifier = report.classifier!;
  const check = (certificate: object) => {
    const answer = checkClassifierCertificate(classifier, labels, certificate, { arithmetic: 'exact' });
    return answer.valid && answer.verdict === verdict;
  };
  if (verdict === 'argmaxable') return check(witnessCertificate(witness!));
  if (verdict === 'undecided') return false;
  const exact = exactMultipliers(classifier, labels, multipliers!);
  // With a bias a set can be out of reach in the box alone, which the float64 multipliers prove as they are.
  return check(multipliersCertificate(exact ?? multipliers!));
}

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => [1, 2, 3, 4].map((d) => [n, d]));

test.each(sizes)(
  '%i labels, %i features: every set is decided, exactly, and Cover counts them',
  async (n, d) => {
    const weights = gaussianMatrix(n, d, 7 * n + d);
    const report = await verifyMatrix({ weights }, allLabelSets(n), { certificates: true });
    for (const result of report.results) expect(isConfirmed(report, result)).toBe(true);
    expect(BigInt(report.counts.argmaxable)).toBe(coverCount(n, d));
  },
);

/** Small integers, so that ties, repeated rows, rows of zeros and dependent rows are common. */
const system = fc
  .tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 4 }), fc.boolean())
  .chain(([n, d, hasBias]) =>
    fc.record({
      weights: fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: d, maxLength: d }), {
        minLength: n,
        maxLength: n,
      }),
      bias: hasBias
        ? fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n, maxLength: n })
        : fc.constant(null),
      active: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
      box: fc.constantFrom(0.5, 1, 100, undefined),
    }),
  );

test('2,000 degenerate systems: no verdict disagrees with exact arithmetic', async () => {
  let confirmed = 0;
  await fc.assert(
    fc.asyncProperty(system, async ({ weights, bias, active, box }) => {
      const labels = [...active.keys()].filter((label) => active[label]);
      const report = await verifyMatrix({ weights, bias, box }, [labels], { certificates: true });
      const [result] = report.results;
      if (isConfirmed(report, result)) confirmed++;
      // Sets that the box alone puts out of reach, by less than float64 multipliers can say exactly.
      else expect([bias === null || box === undefined, result.verdict]).toEqual([false, 'unargmaxable']);
    }),
    { numRuns: 2000 },
  );
  expect(confirmed).toBeGreaterThan(1900);
});
