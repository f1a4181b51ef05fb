import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@argmaxable/core';
import { npy, packed } from '../files/index.js';

/** A run of `argmaxable verify` with a checkpoint and all outputs, in a folder of its own. */
export class KilledCommand {
  readonly outputs: { readonly out: string; readonly certificates: string; readonly page: string };
  readonly checkpoint: string;
  readonly matrix: string;
  private readonly labels: string;
  private readonly foreign: string;

  /**
   * @param command How the command is started: a program and its first arguments.
   * @param sets How many different label sets there are to decide; up to 1000.
   * @param more Further arguments.
   */
  constructor(
    readonly folder: string,
    private readonly command: readonly string[],
    readonly sets: number,
    private readonly more: readonly string[] = [],
  ) {
    const path = (name: string) => join(folder, name);
    this.outputs = { out: path('out.json'), certificates: path('proofs.jsonl'), page: path('page.html') };
    this.checkpoint = path('run.jsonl');
    this.matrix = path('W.npy');
    this.labels = path('labels.jsonl');
    this.foreign = path('proofs.jsonl.notes.tmp');
    const { next } = seededRandom(5);
    const shape = [60, 10];
    const values = Array.from({ length: shape[0] * shape[1] }, () => 2 * next() - 1);
    writeFileSync(this.matrix, npy({ shape }, packed(values, 'f8', '<')));
    // All pairs of labels are different sets.
    const pairs = Array.from({ length: 59 * 30 }, (_, i) => [i % 59, 59 - (Math.floor(i / 59) % 30)]);
    const lines = pairs.filter(([a, b]) => a < b).slice(0, sets);
    writeFileSync(this.labels, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    writeFileSync(this.foreign, 'mine');
  }

  start(): ChildProcess {
    const { out, certificates, page } = this.outputs;
    const [program, ...first] = this.command;
    const args = [
      ...['verify', this.matrix, '--labels', this.labels, '--mode', 'radius', '--quiet'],
      ...['--checkpoint', this.checkpoint, '--out', out, '--certificates', certificates, '--report', page],
      ...this.more,
    ];
    return spawn(program, [...first, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /** Removes what a run has written. */
  clear(): void {
    for (const path of [...Object.values(this.outputs), this.checkpoint]) rmSync(path, { force: true });
  }

  /** What is wrong with the files as they are now; each has to be whole, or not there. */
  flaws(): string[] {
    const { out, certificates, page } = this.outputs;
    const flaws: string[] = [];
    const check = (path: string, isWhole: (text: string) => boolean): void => {
      if (existsSync(path) && !isWhole(readFileSync(path, 'utf8'))) flaws.push(`${path} is not whole`);
    };
    check(out, (text) => (JSON.parse(text) as { results: unknown[] }).results.length === this.sets);
    check(page, (text) => text.trimEnd().endsWith('</html>'));
    check(certificates, (text) => {
      const lines = text.split('\n').slice(0, -1);
      return lines.length === this.sets + 1 && lines.every((line) => typeof JSON.parse(line) === 'object');
    });
    if (readFileSync(this.foreign, 'utf8') !== 'mine') flaws.push('a file of someone else was changed');
    return flaws;
  }

  /** Sets that the checkpoint has, and whether its last line has its end; null where it is not there. */
  progress(): { readonly sets: number; readonly isTorn: boolean } | null {
    if (!existsSync(this.checkpoint)) return null;
    const text = readFileSync(this.checkpoint, 'utf8');
    return {
      sets: text.split('\n').filter((line) => line.includes('"item":')).length,
      isTorn: !text.endsWith('\n'),
    };
  }

  /** Files that killed runs have left beside the outputs. */
  leftovers(): string[] {
    return readdirSync(this.folder).filter(
      (name) => name.endsWith('.tmp') && name !== 'proofs.jsonl.notes.tmp',
    );
  }

  /**
   * What a report says, without times and without how far bounds go beyond their verdicts, and the bounds.
   */
  report(): { readonly said: object; readonly radii: readonly (readonly [number, number])[] } {
    const json = JSON.parse(readFileSync(this.outputs.out, 'utf8')) as {
      results: { radius: [number | string, number | string]; milliseconds: number }[];
      milliseconds: number;
    };
    const said = {
      ...json,
      milliseconds: 0,
      results: json.results.map((result) => ({ ...result, milliseconds: 0, radius: null })),
    };
    return { said, radii: json.results.map(({ radius }) => [Number(radius[0]), Number(radius[1])]) };
  }
}

/** What came of killing a command. */
export interface Kills {
  kills: number;
  /** Kills after which the checkpoint had some of the sets, not all. */
  midway: number;
  /** Kills that left a line of the checkpoint without its end. */
  torn: number;
  /** Kills after which some outputs were there and others not. */
  betweenOutputs: number;
  /** Runs that came to their end. */
  finished: number;
  /** The most runs that one result took. */
  mostRuns: number;
}

/**
 * Kills the command at random moments, spread over the time that a whole run takes, and starts it again until
 * it has its result, as often as it takes for so many kills.
 *
 * @param afterKill Is called after each kill.
 * @param afterRun Is called when a run has come to its end, with its exit code; what it has written is then
 * removed.
 */
export async function killAtRandom(
  command: KilledCommand,
  { kills, seed, milliseconds }: { kills: number; seed: number; milliseconds: number },
  afterKill: () => void,
  afterRun: (code: number | null) => void | Promise<void>,
): Promise<Kills> {
  const { next } = seededRandom(seed);
  const found: Kills = { kills: 0, midway: 0, torn: 0, betweenOutputs: 0, finished: 0, mostRuns: 0 };
  let runs = 0;
  while (found.kills < kills || runs > 0) {
    runs++;
    const child = command.start();
    const timer =
      found.kills < kills ? setTimeout(() => child.kill('SIGKILL'), 1.1 * next() * milliseconds) : undefined;
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    clearTimeout(timer);
    if (signal === null) {
      found.finished++;
      found.mostRuns = Math.max(found.mostRuns, runs);
      runs = 0;
      await afterRun(code);
      command.clear();
      continue;
    }
    found.kills++;
    const progress = command.progress();
    if (progress && progress.sets > 0 && progress.sets < command.sets) found.midway++;
    if (progress?.isTorn) found.torn++;
    const written = Object.values(command.outputs).filter((path) => existsSync(path)).length;
    if (written > 0 && written < 3) found.betweenOutputs++;
    afterKill();
  }
  return found;
}
