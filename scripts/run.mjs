/**
 * Runs a TypeScript program on the packages as built: `node scripts/run.mjs PROGRAM [ARGUMENT ...]`, from the
 * root. Behind `npm start` and `npm run bench`; installs and builds first what is missing or stale.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalledAndBuilt } from './ensure.mjs';
import { root } from './root.mjs';

const [program, ...args] = process.argv.slice(2);

ensureInstalledAndBuilt();

const child = spawn(process.execPath, ['--import', 'tsx', join(root, program), ...args], {
  cwd: root,
  stdio: 'inherit',
  // Not the root's tsconfig.json, which would lead past the built packages to their sources.
  env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.base.json') },
});
// A terminal sends Ctrl-C to the program too, which ends in its own way; this process waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => (process.exitCode = code ?? 1));
