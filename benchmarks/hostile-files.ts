/**
 * What the command takes to refuse files that were made to make it hang or swell: each is given to
 * `argmaxable verify` as built, under a limit of time and heap. Prints a table, and writes
 * benchmarks/results/hostile-files.json.
 *
 * `node scripts/run.mjs benchmarks/hostile-files.ts`. Options: --seconds S, limit for each (60); --only TEXT,
 * those with it in their names.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type HostileFile, hostileFiles } from '@argmaxable/test-support/files';
import { writeResults } from './common/results.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, only: { type: 'string', default: '' } },
});
const command = join(import.meta.dirname, '../packages/cli/bin/argmaxable.mjs');

interface Outcome {
  readonly file: string;
  /** Null where it was stopped. */
  readonly code: number | null;
  readonly asItShould: boolean;
  readonly line: string;
  readonly seconds: number;
  readonly megabytes: number;
}

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-hostile-'));
const outcomes: Outcome[] = [];
try {
  for (const [i, file] of hostileFiles(1)
    .filter(({ name }) => name.includes(values.only))
    .entries()) {
    const place = join(folder, String(i));
    mkdirSync(place);
    const outcome = await run(file, file.write(place));
    rmSync(place, { recursive: true });
    outcomes.push(outcome);
    const { code, asItShould, seconds, megabytes, line } = outcome;
    console.log(
      `${asItShould ? 'ok  ' : 'NOT '} ${file.name.padEnd(50)} ${String(code).padStart(4)} ${seconds.toFixed(1).padStart(5)} s ` +
        `${String(megabytes).padStart(5)} MB  ${line.replaceAll(place, '').slice(0, 150)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const most = (of: (outcome: Outcome) => number): number =>
  outcomes.map(of).reduce((a, b) => Math.max(a, b), 0);
const right = outcomes.filter(({ asItShould }) => asItShould).length;
console.log(
  `${right} of ${outcomes.length} as they should be; at most ${most(({ seconds }) => seconds).toFixed(1)} s and ` +
    `${most(({ megabytes }) => megabytes)} MB.`,
);
writeResults('hostile-files', { outcomes });
if (right < outcomes.length) process.exitCode = 1;

function run({ name, says }: HostileFile, args: readonly string[]): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [command, 'verify', ...args, '-k', '1', '--samples', '3', '--quiet'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ARGMAXABLE_BACKEND: 'cpu' },
    },
  );
  let [out, err, megabytes] = ['', '', 0];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const meter = setInterval(() => (megabytes = Math.max(megabytes, peakOf(child.pid))), 5);
  const limit = setTimeout(() => child.kill('SIGKILL'), 1000 * Number(values.seconds));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(meter);
      clearTimeout(limit);
      // tfjs greets on stderr, and notes may stand before.
      const line = /^argmaxable: .*/m.exec(err)?.[0] ?? out.split('\n')[0];
      const asItShould = (code === 2 || code === 0) && says.test(code === 2 ? line : out);
      const seconds = (performance.now() - started) / 1000;
      resolve({ file: name, code, asItShould, line, seconds, megabytes });
    }),
  );
}

/** Megabytes that a process has had in memory at most; Linux only, 0 elsewhere. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kibibytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round((1024 * Number(kibibytes)) / 1e6);
  } catch {
    return 0;
  }
}
