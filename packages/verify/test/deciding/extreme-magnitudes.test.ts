import { seededRandom } from '@argmaxable/core';
import {
  decideExactly,
  extremeSystem,
  type ExtremeSystem,
  fraction,
  isLess,
  isWiderThan,
  exactQuestion,
  exactRadius,
  exactRows,
  systemStyles,
} from '@argmaxable/test-support/exact';
import { type LabelSetResult, verifyMatrix } from '../../src/index.js';

/** Systems of each style; few enough to take seconds. */
const systems = 50;

/** Styles that are decided in every case. */
const alwaysDecided: readonly ExtremeSystem['style'][] = ['moderate', 'integers', 'bias', 'far'];

function flawOf(system: ExtremeSystem, { verdict, radius }: LabelSetResult): string | null {
  const question = exactQuestion(system);
  const { labels } = system;
  const isReachable = 'point' in decideExactly(question, exactRows(question, labels));
  if (verdict === 'argmaxable' && !isReachable) return 'argmaxable, and out of reach';
  if (verdict === 'unargmaxable' && isReachable && isWiderThan(question, labels, 1e-10 * (1 + 1e-6))) {
    return 'unargmaxable, and within reach';
  }
  if (!(radius.lower <= radius.upper)) return 'bounds that cross, or are no numbers';
  const exact = exactRadius(question, labels);
  if (exact === null) return null;
  const [least, most] = exact;
  if (Number.isFinite(radius.lower) && isLess(most, fraction(radius.lower))) {
    return 'a lower bound above the radius';
  }
  if (Number.isFinite(radius.upper) && isLess(fraction(radius.upper), least)) {
    return 'an upper bound below the radius';
  }
  return null;
}

test.each(systemStyles)(
  'systems of style "%s": no verdict and no bound that exact arithmetic contradicts',
  async (style) => {
    let undecided = 0;
    for (let number = 0; number < systems; number++) {
      const system = extremeSystem(seededRandom(`extreme ${style} ${number}`), style);
      const { input, rule, labels } = system;
      const hasRadius = exactRadius(exactQuestion(system), labels) !== null;
      for (const mode of hasRadius ? (['verdict', 'radius'] as const) : (['verdict'] as const)) {
        const [result] = (await verifyMatrix(input, [labels], { rule, mode })).results;
        const flaw = flawOf(system, result);
        if (flaw !== null) throw new Error(`${style} ${number}, mode ${mode}: ${flaw}`);
        if (result.verdict === 'undecided' && mode === 'verdict') undecided++;
      }
    }
    expect(undecided / systems).toBeLessThanOrEqual(alwaysDecided.includes(style) ? 0 : 0.2);
  },
);
