/**
 * All benchmarks, one after the other: `npm run bench`. Each file of this folder is one; it prints its table
 * and writes its part of benchmarks/results/. Run them on a machine that does nothing else. Each can be run
 * by itself, with options: see its first lines.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { browserPath } from '../test/consumer/browser.js';

const benchmarks = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== basename(import.meta.filename))
  .map((file) => basename(file, '.ts'));

const models = {
  isThere: existsSync('output/models'),
  what: 'the models that `npm start` trains, from output/',
};
const browser = {
  isThere: browserPath !== undefined,
  what: 'a Chromium, without which its table in docs/ would lose columns',
};
/** What a benchmark takes that may not be there. */
const needs: Record<string, typeof models> = { verify: models, 'verify-model': models, backends: browser };

let failures = 0;
for (const name of benchmarks) {
  console.log(`\n${name}`);
  const needed = needs[name];
  if (needed !== undefined && !needed.isThere) {
    console.log(`Left out: it takes ${needed.what}.`);
    continue;
  }
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, `${name}.ts`)],
    { stdio: 'inherit' },
  );
  if (status !== 0) failures++;
}
if (failures > 0) {
  console.error(`${failures} of ${benchmarks.length} benchmarks failed.`);
  process.exitCode = 1;
}
