import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { main } from '../src/index.js';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process. */
export async function argmaxable(args: readonly string[], signal?: AbortSignal): Promise<Outcome> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const code = await main(args, { stdout, stderr, signal });
  return { code, out: stdout.text, err: stderr.text };
}

class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A folder for the files of a test suite, removed after it. */
export class Files {
  readonly folder = mkdtempSync(join(tmpdir(), 'argmaxable-cli-'));

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Makes a folder and returns its path. */
  folderAt(name: string): string {
    mkdirSync(this.path(name), { recursive: true });
    return this.path(name);
  }

  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }
}

/** Rows 0 and 1 add up to row 2: labels 0 and 1 imply label 2. Six of the eight sets are reachable. */
export const implication = [
  [1, 0],
  [0, 1],
  [1, 1],
];
