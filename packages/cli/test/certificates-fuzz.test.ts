import { npyMatrix } from '@argmaxable/test-support/files';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { argmaxable, Files, implication } from './command.js';
import { mutated, mutation } from './mutations.js';

const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const sets = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
const labels = files.write('labels.jsonl', sets.map((set) => `${JSON.stringify(set)}\n`).join(''));
const proofs = files.path('proofs.jsonl');
/** What the user asks for: what the file was made with. */
const pins = [
  '--rule',
  'sign',
  '--about',
  'classifier',
  '--feature-range',
  'any',
  '--eps',
  'none',
  '--thresholds',
  'none',
];

let lines: string[];
beforeAll(async () => {
  await argmaxable(['verify', matrix, '--labels', labels, '--certificates', proofs, '--quiet', '--exact']);
  lines = readFileSync(proofs, 'utf8').trimEnd().split('\n');
});

/** Labels 0 and 1 imply label 2, and label 2 alone implies one of them. */
const isReachable = (set: readonly number[]) => !['0,1', '2'].includes([...set].sort().join());

test('whatever is changed in a file, what is said of it is ours, and no wrong claim is accepted', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (mutations, exact) => {
        const changed = mutations.reduce<string[]>((all, one) => mutated(all, one), lines);
        const path = files.write('changed.jsonl', changed.map((line) => `${line}\n`).join(''));
        const { code, out, err } = await argmaxable([
          ...['check-certificates', matrix, path, '--json', ...pins, ...(exact ? ['--exact'] : [])],
        ]);
        expect([0, 1, 2]).toContain(code);
        if (code === 2) expect(err).toMatch(/^argmaxable: .*changed\.jsonl: .*\n$/);
        else expect(err).toBe('');
        expect(out + err).not.toMatch(/Cannot read|is not a function|not iterable|\[object|Maximum call/);
        if (code !== 0) return;
        accepted++;
        const [, ...claims] = changed.map(
          (line) => JSON.parse(line) as { labels: number[]; verdict: string },
        );
        expect(new Set(claims.map((claim) => [...claim.labels].sort().join())).size).toBe(claims.length);
        for (const claim of claims.filter(({ verdict }) => verdict !== 'undecided')) {
          expect(claim.verdict).toBe(isReachable(claim.labels) ? 'argmaxable' : 'unargmaxable');
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(accepted).toBeGreaterThan(0); // such as another word for the range
});
