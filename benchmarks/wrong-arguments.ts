/**
 * How the public functions of all packages meet what they cannot take: every argument in turn, and every
 * option and element inside it, has each wrong value that `test/fuzz` knows, then random ones. Prints, by
 * package, how many calls were refused in words of ours, and how many ended in a raw error, were taken, or
 * hung; writes benchmarks/results/wrong-arguments.json. Exits with 1 where one was not refused.
 *
 * `node scripts/run.mjs benchmarks/wrong-arguments.ts`. Options: --random COUNT, random values of each
 * argument (200); --seed NUMBER.
 */
import '@tensorflow/tfjs-backend-cpu';
import { parseArgs } from 'node:util';
import { setBackend } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { outcomeOf } from '../test/fuzz/outcome.js';
import { packages } from '../test/fuzz/registry/index.js';
import { anyValue, type PublicFunction, wrongValues } from '../test/fuzz/specs.js';
import { writeResults } from './common/results.js';

const { values } = parseArgs({
  options: { random: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const [count, seed] = [values.random, values.seed].map(Number);

await setBackend('cpu');
const rows = [];
for (const { name, functions, prepare, cleanUp } of packages) {
  await prepare?.();
  const row = {
    package: name,
    functions: functions.length,
    arguments: 0,
    wrong: 0,
    refused: 0,
    random: 0,
    rawErrors: 0,
    taken: 0,
    hung: 0,
  };
  for (const fn of functions) {
    for (const [i, spec] of fn.args.entries()) {
      row.arguments++;
      for (const { value } of wrongValues(spec)) {
        row.wrong++;
        await tally(row, fn, i, value, false);
      }
      for (const value of fc.sample(anyValue, { numRuns: count, seed })) {
        row.random++;
        await tally(row, fn, i, value, spec.accepts(value));
      }
    }
  }
  rows.push(row);
  await cleanUp?.();
}
console.table(rows);
writeResults('wrong-arguments', { seed, random: count, packages: rows });
if (rows.some(({ rawErrors, taken, hung }) => rawErrors + taken + hung > 0)) process.exitCode = 1;

/** `mayTake`: whether the value may be right after all. */
async function tally(
  row: { refused: number; rawErrors: number; taken: number; hung: number },
  fn: PublicFunction,
  i: number,
  value: unknown,
  mayTake: boolean,
): Promise<void> {
  const args = fn.args.map(({ valid }) => valid());
  args[i] = value;
  const { kind } = await outcomeOf(fn, args);
  if (kind === 'refused') row.refused++;
  else if (kind === 'raw error') row.rawErrors++;
  else if (kind === 'hang') row.hung++;
  else if (!mayTake) row.taken++;
}
