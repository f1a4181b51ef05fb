import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allLabelSets } from '@argmaxable/test-support';
import fc from 'fast-check';
import { verifyMatrix, type VerifyOptions } from '../../src/index.js';
import { untimed } from '../small-cases.js';

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -1, max: 1, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value)),
  fc.constantFrom(1e-40, -1e30, 1e30, 0),
);
const input = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 })).chain(([n, d]) =>
  fc.record({
    weights: fc.array(fc.array(number, { minLength: d, maxLength: d }), { minLength: n, maxLength: n }),
    bias: fc.option(fc.array(number, { minLength: n, maxLength: n })),
    featureRange: fc.constantFrom(
      'any',
      'nonNegative',
      { lower: -1, upper: 2 },
      { lower: 1 },
      { lower: 0, upper: 0 },
    ),
  }),
);
const options = fc.record<VerifyOptions>({
  rule: fc.constantFrom('sign', 'topK'),
  mode: fc.constantFrom('verdict', 'radius'),
});

test('whatever a run finds and writes down, the next one takes for proved', async () => {
  await fc.assert(
    fc.asyncProperty(input, options, async ({ weights, bias, featureRange }, asked) => {
      const path = join(folder, `${count++}.jsonl`);
      const run = () =>
        verifyMatrix({ weights, bias, featureRange: featureRange as never }, allLabelSets(weights.length), {
          ...asked,
          checkpoint: path,
        });
      const first = await run().catch((error: Error) => error);
      if (first instanceof Error) {
        expect(first.message).toMatch(/^featureRange must be bounded/); // no radius can be asked for
        return;
      }
      const again = await run();
      // Those left undecided are tried again, and the solver starts from elsewhere.
      const results = untimed(again);
      untimed(first).forEach((result, i) => {
        if (first.results[i].verdict !== 'undecided') expect(results[i]).toEqual(result);
      });
    }),
    { numRuns: 150 },
  );
});
