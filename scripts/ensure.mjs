import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from './packages.mjs';
import { root } from './root.mjs';

/**
 * Installs and builds what is missing or older than what it is made from, so that any script works in a fresh
 * clone.
 */
export function ensureInstalledAndBuilt() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    console.error(`Node 20 or later is needed; this is ${process.version}.`);
    process.exit(1);
  }
  const installed = join(root, 'node_modules/.package-lock.json');
  if (mtime(installed) < mtime(join(root, 'package-lock.json'))) {
    console.log('Installing dependencies (npm ci) ...');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  const packages = publishedPackages.map((name) => join(root, 'packages', name));
  const sources = [
    ...packages.flatMap((folder) => [join(folder, 'src'), join(folder, 'package.json')]),
    ...readdirSync(root)
      .filter((name) => name.startsWith('tsconfig'))
      .map((name) => join(root, name)),
    join(root, 'scripts/build.mjs'),
    installed,
  ];
  const built = packages.map((folder) => join(folder, 'dist/node.mjs'));
  if (Math.min(...built.map(mtime)) < Math.max(...sources.map(newest))) {
    console.log('Building the packages ...');
    run(process.execPath, [join(root, 'scripts/build.mjs')]);
  }
}

/** Runs a command in the repository's root and ends this process with its status if it fails. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** When a file was last written; -Infinity if it is not there. */
function mtime(path) {
  return existsSync(path) ? statSync(path).mtimeMs : -Infinity;
}

/** When anything at or under a path was last written, added or removed. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
