import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@argmaxable/core';
import * as decisions from '@argmaxable/decisions';
import * as layers from '@argmaxable/layers';
import * as losses from '@argmaxable/losses';
import * as metrics from '@argmaxable/metrics';
import * as optimizers from '@argmaxable/optimizers';
import * as verify from '@argmaxable/verify';
import * as all from 'argmaxable';

const parts: Record<string, object> = {
  '@argmaxable/core': core,
  '@argmaxable/decisions': decisions,
  '@argmaxable/layers': layers,
  '@argmaxable/losses': losses,
  '@argmaxable/metrics': metrics,
  '@argmaxable/optimizers': optimizers,
  '@argmaxable/verify': verify,
};
const text = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');

test('the packages that it depends on are those that it re-exports', () => {
  const manifest = JSON.parse(text('package.json')) as { dependencies: Record<string, string> };
  expect(Object.keys(manifest.dependencies)).toEqual(Object.keys(parts));
});

test.each(Object.entries(parts))('gives every value of %s, and the very same', (_, part) => {
  const exported: Record<string, unknown> = { ...all };
  const others = Object.entries(part).filter(([name, value]) => exported[name] !== value);
  expect(others.map(([name]) => name)).toEqual([]);
});

test('gives nothing else', () => {
  const names = Object.values(parts).flatMap((part) => Object.keys(part));
  expect(Object.keys(all).sort()).toEqual(names.sort());
});

// Where two packages export a name, `export *` of both is an error of the type-check: for types as well as
// for values. An explicit export would choose one of them and hide the other.
test('re-exports whole packages only', () => {
  expect(text('src/index.ts')).toBe(
    Object.keys(parts)
      .map((name) => `export * from '${name}';\n`)
      .join(''),
  );
});
