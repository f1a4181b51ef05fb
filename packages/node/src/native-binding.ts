import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { errorCode } from './errors.js';

/** A package on this machine: where it is installed, and whether its compiled part exists. */
export type NativePackage =
  | { status: 'absent' }
  | { status: 'broken'; folder: string; reason: string; advice: string }
  | { status: 'whole'; folder: string; load: () => unknown };

/**
 * Looks for a package of the tfjs-node family and for its native binding, WITHOUT loading it. If it were
 * loaded without its binding, it would throw only after registering its kernels, which would stay registered.
 */
export function findNativePackage(packageName: string): NativePackage {
  const found = findPackage(packageName);
  if (!found) return { status: 'absent' };
  const { folder, require } = found;
  if (!hasBinding(folder)) {
    return {
      status: 'broken',
      folder,
      reason:
        `${packageName} is installed at ${folder} but its native binding, ` +
        `${join('lib', 'napi-v*', 'tfjs_binding.node')}, is missing: its install script did not run or did not finish`,
      advice:
        `Run \`npm rebuild ${packageName} --build-addon-from-source\` where storage.googleapis.com can be reached, from ` +
        'which the script downloads libtensorflow. npm skips the script under --ignore-scripts (also as ' +
        '`ignore-scripts=true` in .npmrc) and where `allowScripts` in package.json, which npm 11 reads, denies it. ' +
        `If it is not needed, \`npm uninstall ${packageName}\`.`,
    };
  }
  return { status: 'whole', folder, load: () => require(packageName) as unknown };
}

/** Finds the package's folder and a `require` that can load it; undefined if it is not found. */
function findPackage(packageName: string): { folder: string; require: NodeJS.Require } | undefined {
  for (const origin of origins()) {
    const require = createRequire(origin);
    try {
      return { folder: dirname(require.resolve(`${packageName}/package.json`)), require };
    } catch (error) {
      if (errorCode(error) !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

/**
 * Lists the files from whose place the package is looked for: this one (if both are installed together), the
 * program's main script and the working directory (if this package is linked or installed elsewhere).
 */
function origins(): string[] {
  const atWorkingDirectory = join(process.cwd(), 'package.json');
  // ES modules have no __filename, but Node always uses our CommonJS build, which has one.
  const here = typeof __filename === 'string' ? [__filename] : [];
  // With `node -e` this is an argument, not a path.
  const script = process.argv.slice(1, 2).filter(isAbsolute);
  return [...here, ...script, atWorkingDirectory];
}

function hasBinding(folder: string): boolean {
  const lib = join(folder, 'lib');
  if (!existsSync(lib)) return false;
  return readdirSync(lib).some(
    (name) => name.startsWith('napi-v') && existsSync(join(lib, name, 'tfjs_binding.node')),
  );
}
