import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** A program that runs, and what came of it: all that it printed, and its exit code. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; output: string }>;
}

/**
 * Runs a TypeScript program as a process of its own, on the packages' sources.
 *
 * @param root The repository's root folder, where it runs.
 * @param program Its path from there.
 */
export function startProgram(root: string, program: string, ...args: string[]): Started {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') };
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, program), ...args], {
    cwd: root,
    env,
  });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))) };
}
