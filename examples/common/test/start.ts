import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/**
 * Runs an example as a process of its own, on the packages' sources.
 *
 * @param example The example's folder, such as 'wordnet'.
 */
export function startExample(
  example: string,
  ...args: string[]
): { child: ChildProcess; ended: Promise<{ code: number | null; output: string }> } {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') };
  const main = join(root, 'examples', example, 'src/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { cwd: root, env });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))) };
}
