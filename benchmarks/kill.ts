/**
 * What is left when processes are killed (SIGKILL) at random moments:
 * - `argmaxable verify` with a checkpoint, a report, a page and certificates, which is started again until it
 *   has its result: is each file whole or not there after each kill, is the result that of a run that was not
 *   killed, and do its certificates hold?
 * - `model.save` over an older model: can the folder be loaded after each kill, with weights of one save?
 *
 * Prints the figures and writes benchmarks/results/kill.json. Run it with
 * `node scripts/run.mjs benchmarks/kill.ts`. Options: --kills COUNT, of each of the two (100); --seed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '@argmaxable/core';
import { fileSystem, useBackend } from '@argmaxable/node';
import { killAtRandom, KilledCommand } from '@argmaxable/test-support/processes';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { writeResults } from './common/results.js';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const [kills, seed] = [values.kills, values.seed].map(Number);
const folder = mkdtempSync(join(tmpdir(), 'argmaxable-kill-'));
try {
  const command = await killCommand();
  console.table([command]);
  const save = await killSaves();
  console.table([save]);
  writeResults('kill', { seed, command, save });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function killCommand(): Promise<object> {
  const program = join(import.meta.dirname, '../packages/cli/bin/argmaxable.mjs');
  const command = new KilledCommand(folder, [process.execPath, program], 300);
  const started = performance.now();
  await once(command.start(), 'exit');
  const milliseconds = performance.now() - started;
  const undisturbed = JSON.stringify(command.report().said);
  command.clear();
  let damaged = 0;
  let wrong = 0;
  let unproved = 0;
  const found = await killAtRandom(
    command,
    { kills, seed, milliseconds },
    () => (damaged += command.flaws().length),
    (code) => {
      if (code !== 1 || JSON.stringify(command.report().said) !== undisturbed) wrong++;
      const check = ['check-certificates', command.matrix, command.outputs.certificates];
      if (spawnSync(process.execPath, [program, ...check]).status !== 0) unproved++;
    },
  );
  const leftovers = command.leftovers().length;
  return { ...found, seconds: milliseconds / 1000, damaged, wrong, unproved, leftovers };
}

async function killSaves(): Promise<object> {
  await useBackend('cpu', { log: false });
  const models = join(folder, 'model');
  const { next } = seededRandom(seed);
  const script = join(import.meta.dirname, 'kill/save-forever.ts');
  let damaged = 0;
  let saves = 0;
  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(process.execPath, ['--import', 'tsx', script, models], {
      stdio: ['ignore', 'pipe', 'ignore'], // tfjs's hint, each time
    });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, 100 * next()));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const value = await savedValue(models).catch(() => null);
    if (value === null) damaged++;
    else saves += value;
  }
  return { kills, saves, damaged, files: readdirSync(models).length };
}

/** What all weights of the saved model are; null where they differ. */
async function savedValue(models: string): Promise<number | null> {
  const model = await loadLayersModel(fileSystem(join(models, 'model.json')));
  const weights = model.getWeights().flatMap((tensor) => [...tensor.dataSync<'float32'>()]);
  model.dispose();
  return weights.every((value) => value === weights[0]) ? weights[0] : null;
}
