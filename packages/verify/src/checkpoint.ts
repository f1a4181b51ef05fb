/// <reference types="node" />
import { ValueError } from '@argmaxable/core';
import type { LabelSetResult, Settings, Verified } from './report.js';
import { resultFromJson, type ResultJson, resultToJson } from './result-json.js';

/** What a checkpoint is about: results of other weights or settings must not be taken for this run's. */
export type CheckpointHeader = Readonly<{ verified: Verified; settings: Settings; certificates: boolean }>;

const format = 'argmaxable-checkpoint';
const version = 2;
const versioned = { format, version };

/**
 * A file of JSON lines that a run appends each decided label set to, so that a killed run goes on where it was: first a
 * line that says which weights and settings it is about, then one line per different set. Node only.
 *
 * A last line without its end was being written when the run was killed: it is cut off, and its set decided again.
 */
export class Checkpoint {
  /** Results so far, by the set's labels joined with commas. */
  readonly results = new Map<string, LabelSetResult>();
  private readonly fs: typeof import('node:fs');

  /** @throws ValueError for a file that is none, is damaged elsewhere than at its end, or is about something else. */
  constructor(
    private readonly path: string,
    header: CheckpointHeader,
  ) {
    this.fs = fileSystem();
    const first = JSON.stringify({ ...versioned, ...header });
    const text = this.fs.existsSync(path) ? this.fs.readFileSync(path, 'utf8') : '';
    const end = text.lastIndexOf('\n') + 1;
    if (end === 0) {
      if (!first.startsWith(text)) this.refuse('its first line is none of a checkpoint');
      this.fs.writeFileSync(path, `${first}\n`);
      return;
    }
    const [found, ...lines] = text.slice(0, end - 1).split('\n');
    this.checkHeader(found, first);
    for (const [i, line] of lines.entries()) {
      const result = this.parse(line, i + 2);
      this.results.set(result.labels.join(), result);
    }
    if (end < text.length) this.fs.truncateSync(path, Buffer.byteLength(text.slice(0, end)));
  }

  append(result: LabelSetResult): void {
    this.fs.appendFileSync(this.path, `${JSON.stringify(resultToJson(result))}\n`);
  }

  private checkHeader(found: string, expected: string): void {
    if (found === expected) return;
    const given = this.parseLine(found, 1) as (Partial<CheckpointHeader> & Partial<typeof versioned>) | null;
    if (given?.format !== format) this.refuse('its first line is none of a checkpoint');
    if (given?.version !== version)
      this.refuse(`it is of format version ${String(given?.version)}, not ${version}`);
    const { verified } = JSON.parse(expected) as CheckpointHeader;
    const sameWeights =
      given?.verified?.hash === verified.hash && given?.verified?.projectionHash === verified.projectionHash;
    this.refuse(sameWeights ? 'it is of a run with other options' : 'it is about other weights');
  }

  private parse(line: string, number: number): LabelSetResult {
    const json = this.parseLine(line, number) as ResultJson | null;
    if (!Array.isArray(json?.labels) || !Array.isArray(json.radius))
      this.refuse(`line ${number} is no result`);
    return resultFromJson(json);
  }

  private parseLine(line: string, number: number): unknown {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return this.refuse(`line ${number} is not JSON`);
    }
  }

  private refuse(reason: string): never {
    throw new ValueError(
      'checkpoint',
      this.path,
      'a file that this run may go on with, or a new one',
      `As it is, ${reason}. Move it away, or give another name.`,
    );
  }
}

/** Not imported, so that bundlers for browsers meet no `node:fs`. */
function fileSystem(): typeof import('node:fs') {
  const getBuiltinModule = (globalThis as { process?: Partial<NodeJS.Process> }).process?.getBuiltinModule;
  if (!getBuiltinModule)
    throw new ValueError('checkpoint', 'a file', 'left out: files need Node 20.16 or later');
  return getBuiltinModule('node:fs');
}
