/**
 * All benchmarks, one after the other: `npm run bench`. Each prints its table and writes its part of
 * benchmarks/results/. Run them on a machine that does nothing else. Each can be run by itself, with options:
 * see its first lines.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const benchmarks = [
  'train-step',
  'dft-product',
  'wasm-kernels',
  'losses',
  'sparse-targets',
  'metrics',
  'label-order',
  'thresholds',
  'verify',
  'verify-model',
  'verify-scale',
  'explicit-witness',
  'hostile-files',
  'forgery',
];
/** From output/, where the main job leaves them. */
const takesModels = ['verify', 'verify-model'];

let failures = 0;
for (const name of benchmarks) {
  console.log(`\n${name}`);
  if (takesModels.includes(name) && !existsSync('output/models')) {
    console.log('Left out: it takes the models that `npm start` trains, from output/.');
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
