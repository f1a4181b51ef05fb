import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { cyclicSignChanges } from '@argmaxable/core';
import { dftMatrix } from '@argmaxable/layers';
import { memory } from '@tensorflow/tfjs-core';
import { coverCount, verifyMatrix } from '../../src/index.js';

const modes = ['verdict', 'radius'] as const;
const sizes = modes.flatMap((mode) =>
  [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [1, 2, 3, 4].map((d) => [n, d, mode] as const)),
);

test.each(sizes)(
  'a Gaussian matrix of %i labels and %i features reaches as many sets as Cover counts, mode %s',
  async (n, d, mode) => {
    const report = await verifyMatrix({ weights: gaussianMatrix(n, d, 100 * n + d) }, allLabelSets(n), {
      mode,
    });
    expect(report.counts.undecided).toBe(0);
    expect(BigInt(report.counts.argmaxable)).toBe(coverCount(n, d));
  },
);

const dftSizes = modes.flatMap((mode) =>
  [3, 4, 5, 6, 7, 8, 9].flatMap((n) =>
    [1, 2, 3, 4].filter((k) => 2 * k + 1 <= n).map((k) => [n, k, mode] as const),
  ),
);

test.each(dftSizes)(
  'dftMatrix(%i, %i) reaches exactly the sets with at most 2k cyclic sign changes, mode %s',
  async (n, k, mode) => {
    const weights = dftMatrix(n, k);
    const report = await verifyMatrix({ weights }, allLabelSets(n), { mode });
    weights.dispose();
    for (const { labels, verdict } of report.results) {
      const within = cyclicSignChanges(labels, n) <= 2 * k;
      expect([[...labels], verdict]).toEqual([[...labels], within ? 'argmaxable' : 'unargmaxable']);
    }
    expect(BigInt(report.counts.argmaxable)).toBe(coverCount(n, 2 * k + 1));
    expect(memory().numTensors).toBe(0);
  },
);
