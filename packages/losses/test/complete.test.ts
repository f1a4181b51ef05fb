import { rowNames } from '@argmaxable/test-support/docs';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as exported from '../src/index.js';
import { definitions } from './definitions.js';
import { changedOptions } from './variants.js';

/** A loss draws where its value is no function of targets and logits: tests of its own say what it is. */
const drawing = ['pickOneLabel'];
const names = exported.allLosses.map(({ lossName }) => lossName).sort();

test('every file of losses is exported, and every loss under its name', () => {
  const index = readFileSync(join(__dirname, '../src/index.ts'), 'utf8');
  const files = readdirSync(join(__dirname, '../src')).filter((file) => /^(?!index).*\.ts$/.test(file));
  expect(files.filter((file) => !index.includes(`'./${file.replace('.ts', '.js')}'`))).toEqual([]);
  const losses = Object.entries(exported).filter(([, value]) => 'lossName' in value);
  expect(losses.map(([name]) => name).sort()).toEqual(names);
  expect(losses.map(([name, loss]) => [name, (loss as exported.Loss<object>).lossName])).toEqual(
    losses.map(([name]) => [name, name]),
  );
});

test('every loss has a definition in float64', () => {
  expect([...Object.keys(definitions), ...drawing].sort()).toEqual(names);
});

test('every option of every loss is changed in its variant', () => {
  expect(Object.keys(changedOptions).sort()).toEqual(names);
  const common = ['reduction', 'targets'];
  for (const { lossName, options } of exported.allLosses) {
    const changed = Object.entries(changedOptions[lossName]);
    const own = Object.entries(options).filter(([option]) => !common.includes(option));
    expect([lossName, ...changed.map(([option]) => option).sort()]).toEqual([
      lossName,
      ...own.map(([option]) => option).sort(),
    ]);
    for (const [option, value] of changed) expect(value).not.toEqual(options[option as keyof typeof options]);
  }
});

test('every loss has its row in docs/losses.md, and its name in the README', () => {
  const rows = rowNames(join(__dirname, '../../../docs/losses.md'));
  expect(names.filter((name) => !rows.has(name))).toEqual([]);
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  expect(names.filter((name) => !new RegExp(`^\\|.*\`${name}\``, 'm').test(readme))).toEqual([]);
});
