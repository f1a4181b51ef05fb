import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelFormats, weightFormats } from '@argmaxable/data';
import { flagOf, optionTexts } from '../src/labels/options.js';
import { argmaxable } from './command.js';

const rows = readFileSync(join(__dirname, '../README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'));

function isDocumented(...names: readonly string[]): boolean {
  return rows.some((row) => names.every((name) => row.includes(`\`${name}\``)));
}

test.each(labelFormats)('the README and the help name the label format $name', async (format) => {
  const { name, title, extensions } = format;
  expect(isDocumented(name, ...extensions)).toBe(true);
  const { out } = await argmaxable(['help', 'stats']);
  expect(out).toContain(`"${name}"`);
  expect(out.replace(/\s+/g, ' ')).toContain(title);
});

test.each(weightFormats)('the README names files of weights: $name', ({ extensions, usualName }) => {
  expect(isDocumented(...extensions) || isDocumented(usualName ?? extensions[0])).toBe(true);
});

test('the README and the help name the options of label files', async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const { out } = await argmaxable(['help', 'verify']);
  for (const { name } of optionTexts) {
    expect(readme).toContain(flagOf(name));
    expect(out).toContain(flagOf(name));
  }
});
