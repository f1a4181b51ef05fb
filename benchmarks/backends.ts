/**
 * Which layers train on which backend: takes one step of every layer of
 * packages/test-support/src/training-step/layer-cases.ts on each, and writes the outcomes into the table of
 * docs/backends.md.
 *
 * Run it with `node scripts/run.mjs benchmarks/backends.ts`. The columns of webgl, webgpu and wasm with
 * threads need a Chromium (`CHROMIUM_PATH` names one that is not found), and are left out without.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { outcomes, references, type Outcome } from '@argmaxable/test-support/training-step';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { format, resolveConfig } from 'prettier';
import { browserPath } from '../test/consumer/browser.js';
import { openPage } from './common/page.js';

const inBrowser: [column: string, backend: string, module: string][] = [
  ['wasm with this package and threads', 'wasm', '@argmaxable/wasm-training'],
  ['webgl', 'webgl', '@tensorflow/tfjs-backend-webgl'],
  ['webgpu', 'webgpu', '@tensorflow/tfjs-backend-webgpu'],
];

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
if (!browserPath) console.log('Left out the columns of browsers: no Chromium; CHROMIUM_PATH names one.');
for (const [column, backend, module] of browserPath ? inBrowser : []) {
  const found = await outcomesInBrowser(backend, module);
  // A graphics device that is lost, as software adapters are, fails every layer: that says nothing about the
  // backend.
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

/** One step of every layer on a backend, in a page of Chromium that imports the backend's module. */
async function outcomesInBrowser(backend: string, module: string): Promise<Record<string, Outcome>> {
  const page = await openPage(
    `
    import '@tensorflow/tfjs-backend-cpu';
    import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
    import '${module}';
    import { outcomes, references } from '@argmaxable/test-support/training-step';
    if (!crossOriginIsolated) throw new Error('The page is not isolated, so it has no threads.');
    setWasmPaths('/');
    window.result = await outcomes('${backend}', await references());
  `,
    wasmFiles,
  );
  try {
    return await page.once<Record<string, Outcome>>('window.result');
  } finally {
    await page.close();
  }
}
