import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOf, show } from './outcome.js';
import { packages } from './registry/index.js';
import { anyValue, type PublicFunction, wrongValues } from './specs.js';

beforeAll(() => setBackend('cpu'));

/** Packages without functions of their own. */
const without = {
  argmaxable: 're-exports: its own test says that they are the very same',
  '@argmaxable/cli': 'a command, whose arguments its own tests try',
};

test('every package is in the registry', () => {
  const folder = join(__dirname, '../../packages');
  const names = readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as Manifest)
    .filter((manifest) => manifest.private !== true)
    .map(({ name }) => name);
  expect([...packages.map(({ name }) => name), ...Object.keys(without)].sort()).toEqual(names.sort());
});

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
}

describe.each(packages)('$name', ({ exports, functions, others, prepare, cleanUp }) => {
  beforeAll(() => prepare?.());
  afterAll(() => cleanUp?.());

  test('every public function and class is in the registry', () => {
    const covered = new Set([...functions.map(({ name }) => name.split(/[. ]/)[0]), ...Object.keys(others)]);
    const missing = Object.entries(exports)
      .filter(([name, value]) => typeof value === 'function' && !covered.has(name))
      .map(([name]) => name);
    expect(missing).toEqual([]);
  });

  test.each(functions)('$name takes what is right', async (fn) => {
    expect(await outcomeOf(fn, rightArguments(fn))).toMatchObject({ kind: 'returned' });
  });

  test.each(functions)('$name refuses each wrong argument in words', async (fn) => {
    const failures: string[] = [];
    for (let i = 0; i < fn.args.length; i++) {
      for (const { value, place } of wrongValues(fn.args[i])) {
        const outcome = await outcomeOf(fn, [
          ...rightArguments(fn).slice(0, i),
          value,
          ...rightArguments(fn).slice(i + 1),
        ]);
        if (outcome.kind === 'refused') continue;
        failures.push(`argument ${i}${place} = ${show(value)}: ${said(outcome)}`);
      }
    }
    expect(failures).toEqual([]);
  });

  const withArguments = functions.filter(({ args }) => args.length > 0);
  if (withArguments.length === 0) return;
  test.each(withArguments)('$name meets random values in words', async (fn) => {
    const argument = fc.nat({ max: fn.args.length - 1 });
    await fc.assert(
      fc.asyncProperty(argument, anyValue, async (i, value) => {
        const args = rightArguments(fn);
        args[i] = value;
        const outcome = await outcomeOf(fn, args);
        if (outcome.kind === 'refused') return;
        if (outcome.kind === 'returned' && fn.args[i].accepts(value)) return;
        throw new Error(`argument ${i} = ${show(value)}: ${said(outcome)}`);
      }),
      { numRuns: 60, seed: 1 }, // others: benchmarks/wrong-arguments.ts --seed
    );
  });
});

function rightArguments({ args }: PublicFunction): unknown[] {
  return args.map(({ valid }) => valid());
}

function said(outcome: Awaited<ReturnType<typeof outcomeOf>>): string {
  if (outcome.kind === 'raw error') return `raw error, ${outcome.message}`;
  return outcome.kind === 'returned' ? `taken, gives ${show(outcome.value).slice(0, 100)}` : outcome.kind;
}
