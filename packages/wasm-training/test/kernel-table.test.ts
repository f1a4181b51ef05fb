import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernels } from '@argmaxable/core';
import { kernelTable } from '../src/kernel-table.js';

const root = join(__dirname, '..');
const names = kernelTable.map(({ kernel }) => kernel.kernelName);
const ours = names.filter((name) => name.startsWith('Argmaxable'));

/** `losses` defines these, on every backend whose memory JavaScript reaches. */
const elsewhere = [kernels.readRows, kernels.writeRows].map(({ name }) => name);

test('each kernel stands in the table once', () => {
  expect(new Set(names).size).toBe(names.length);
});

test('the table has every kernel of ours that has a contract, and no other', () => {
  const contracts = Object.values(kernels).map(({ name }) => name);
  expect(new Set(ours)).toEqual(new Set(contracts.filter((name) => !elsewhere.includes(name))));
});

test("the table has every kernel of tfjs's that has a file", async () => {
  const files = readdirSync(join(root, 'src/kernels'));
  const modules = await Promise.all(
    files.map((file) => import(`../src/kernels/${file}`) as Promise<Record<string, { kernelName: string }>>),
  );
  const defined = modules.flatMap((module) => Object.values(module).map(({ kernelName }) => kernelName));
  expect(new Set(names.filter((name) => !ours.includes(name)))).toEqual(new Set(defined));
});

test('the README has a row for every kernel, and no other', () => {
  const [, section] = readFileSync(join(root, 'README.md'), 'utf8').split('\n## Kernels\n');
  const rows = section.split('\n## ')[0].matchAll(/^\| (`.*?) +\|/gm);
  const listed = Array.from(rows, ([, cell]) => cell).flatMap((cell) => cell.split(', '));
  expect(new Set(listed)).toEqual(new Set(names.map((name) => `\`${name}\``)));
});
