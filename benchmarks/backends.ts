/**
 * Which layers train on which backend: takes one step of every layer of packages/wasm-training/test/layer-cases.ts on
 * each, and writes the outcomes into the table of docs/backends.md.
 *
 * Run it with `node scripts/run.mjs benchmarks/backends.ts`. The columns of webgl, webgpu and wasm with threads need a
 * Chromium (`CHROMIUM_PATH` names one that is not found), the first two also `@tensorflow/tfjs-backend-webgl` and
 * `-webgpu`; a column without is left out.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { format, resolveConfig } from 'prettier';
import { outcomes, references, type Outcome } from '../packages/wasm-training/test/outcomes.js';
import { browserPath } from '../test/consumer/browser.js';
import { outcomesInBrowser } from './backends-page.js';

const columns: Record<string, Record<string, Outcome>> = {};
const expected = await references();
columns.cpu = await outcomes('cpu', expected);
await setBackend('wasm');
columns.wasm = await outcomes('wasm', expected);
await import('@argmaxable/wasm-training');
columns['wasm with this package'] = await outcomes('wasm', expected);

const { resolve } = createRequire(import.meta.url);
const wasmFolder = join(dirname(resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
const wasmFiles = new Map(
  readdirSync(wasmFolder)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => [`/${name}`, readFileSync(join(wasmFolder, name))]),
);
const inBrowser: [column: string, backend: string, module: string][] = [
  ['wasm with this package and threads', 'wasm', '@argmaxable/wasm-training'],
  ['webgl', 'webgl', '@tensorflow/tfjs-backend-webgl'],
  ['webgpu', 'webgpu', '@tensorflow/tfjs-backend-webgpu'],
];
for (const [column, backend, module] of inBrowser) {
  if (!browserPath || !isInstalled(module)) {
    console.log(`Left out ${column}: no ${browserPath ? module : 'Chromium'}.`);
    continue;
  }
  const found = await outcomesInBrowser(backend, module, wasmFiles);
  // A graphics device that is lost, as software adapters are, fails every layer: that says nothing about the backend.
  if (Object.values(found).includes('yes')) columns[column] = found;
  else console.log(`Left out ${column}: it trains nothing here; ${Object.values(found).at(-1)}.`);
}

const names = Object.keys(columns);
const table = [
  `| layer | ${names.join(' | ')} |`,
  `| --- |${' --- |'.repeat(names.length)}`,
  ...Object.keys(expected).map(
    (layer) => `| ${layer} | ${names.map((name) => columns[name][layer]).join(' | ')} |`,
  ),
].join('\n');
const path = 'docs/backends.md';
const text = readFileSync(path, 'utf8').replace(
  /(<!-- table -->)[^]*(<!-- end of table -->)/,
  `$1\n\n${table}\n\n$2`,
);
writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
for (const name of names) {
  const values = Object.values(columns[name]);
  console.log(
    `${name}: ${values.filter((value) => value === 'yes').length} of ${values.length} layers train.`,
  );
}

function isInstalled(module: string): boolean {
  try {
    resolve(module);
    return true;
  } catch {
    return false;
  }
}
