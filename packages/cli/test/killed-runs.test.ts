import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { killAtRandom, KilledCommand } from '@argmaxable/test-support/processes';
import { Files } from './command.js';

const files = new Files();
const root = resolve(__dirname, '../../..');

/** The command as one file, which starts faster than its sources; beside the modules that it needs. */
function bundle(): string {
  const folder = join(root, 'node_modules/.cache/argmaxable-killed');
  execFileSync(process.execPath, [
    join(root, 'node_modules/esbuild/bin/esbuild'),
    join(__dirname, 'argmaxable.ts'),
    ...['--bundle', '--platform=node', '--format=esm', '--packages=external', '--splitting'],
    ...[
      `--outdir=${folder}`,
      '--out-extension:.js=.mjs',
      '--log-level=error',
      `--tsconfig=${root}/tsconfig.json`,
    ],
  ]);
  return join(folder, 'argmaxable.mjs');
}

test('a run that is killed at 30 random moments ends as one that is not', async () => {
  const command = new KilledCommand(files.folder, [process.execPath, bundle()], 300);
  const started = performance.now();
  expect(await once(command.start(), 'exit')).toEqual([1, null]);
  const milliseconds = performance.now() - started;
  const undisturbed = command.report();
  command.clear();

  const found = await killAtRandom(
    command,
    { kills: 30, seed: 12, milliseconds },
    () => expect(command.flaws()).toEqual([]),
    (code) => {
      expect(code).toBe(1);
      expect(command.flaws()).toEqual([]);
      const { said, radii } = command.report();
      expect(said).toEqual(undisturbed.said);
      // The solver starts from what earlier sets taught it, so that bounds differ within what they allow.
      radii.forEach(([lower, upper], i) => {
        expect(lower).toBeLessThanOrEqual(undisturbed.radii[i][1]);
        expect(upper).toBeGreaterThanOrEqual(undisturbed.radii[i][0]);
      });
    },
  );
  expect(found.kills).toBe(30);
  expect(found.finished).toBeGreaterThan(0);
}, 600_000);
