import { isPlainObject } from '@argmaxable/core';
import { nodeModule } from './node-modules.js';

/** A break of a chain: the line, counted from 1, and the reason. */
export class BrokenChain extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line} ${reason}`);
  }
}

const prefix = /^\{"hash":"([0-9a-f]{64})",/;
/** The length of `prefix`: the hash is of what follows it. */
const prefixLength = '{"hash":"",'.length + 64;

const changed = 'it was changed, or lines before it were changed, moved or removed';

/**
 * The lines after the first line of a file. Each line has a SHA-256 of the previous line's hash and of
 * itself. Several processes may append at the same time, so each run has its own chain. It begins with a
 * separate line; the hash of the next line of the run covers the whole file up to the end of that line. A
 * line that was changed, moved, repeated or removed breaks the chain of its run, or of the runs that began
 * after it.
 *
 * These hashes have no key. They detect damage and careless edits, but not a forger who computes them again.
 */
export class LineChain {
  private readonly hashing = nodeModule('node:crypto').createHash;
  private readonly everything = this.hashing('sha256');
  private readonly lastOfRun = new Map<string, string>();
  /** The number of an incomplete line: only a line that says so may follow it. */
  private torn: number | null = null;
  private number = 1;

  /** @param first The first line. */
  constructor(first: Uint8Array) {
    this.add(first);
  }

  /** Number of lines so far. */
  get lines(): number {
    return this.number;
  }

  /**
   * Reads the next line of the file.
   *
   * @returns The content that was chained; undefined for a line that begins a run, and for a line that is
   *   incomplete because its run was killed.
   * @throws BrokenChain if it is not the next line of its run.
   */
  take(line: Uint8Array): unknown {
    this.number++;
    this.add(line);
    const { number } = this;
    const read = readLine(line);
    if (read === null) {
      this.refuseTorn();
      this.torn = number;
      return undefined;
    }
    const { hash, run, body, content } = read;
    if (content.torn === true) this.torn = null;
    this.refuseTorn();
    if ('begun' in content) {
      if (this.lastOfRun.has(run)) throw new BrokenChain(number, 'begins a run that already began');
      if (hash !== this.hash('', body)) throw new BrokenChain(number, 'was changed');
      this.lastOfRun.set(run, this.everything.copy().digest('hex'));
      return undefined;
    }
    const last = this.lastOfRun.get(run);
    if (last === undefined) throw new BrokenChain(number, 'is of a run whose first line is missing');
    if (hash !== this.hash(last, body)) throw new BrokenChain(number, `does not follow: ${changed}`);
    this.lastOfRun.set(run, hash);
    return content.item;
  }

  /** @throws BrokenChain if the last line is not a line of a checkpoint. */
  end(): void {
    this.refuseTorn();
  }

  /**
   * The run's next line; at first the line that begins the run. The run counts as begun only after `take` has
   * read that line.
   *
   * @param torn Whether the line before it may be incomplete: the new line then starts with a line end, and
   *   says so.
   */
  next(run: string, item: unknown, torn: boolean): string {
    const last = this.lastOfRun.get(run);
    const content = last === undefined ? { begun: new Date().toISOString() } : { item };
    const body = JSON.stringify({ run, ...(torn && { torn }), ...content });
    const hash = this.hash(last ?? '', Buffer.from(body));
    if (last !== undefined) this.lastOfRun.set(run, hash);
    return `${torn ? '\n' : ''}{"hash":"${hash}",${body.slice(1)}\n`;
  }

  hasRun(run: string): boolean {
    return this.lastOfRun.has(run);
  }

  private add(line: Uint8Array): void {
    this.everything.update(line).update('\n');
  }

  private hash(last: string, body: Uint8Array): string {
    return this.hashing('sha256').update(last).update(body).digest('hex');
  }

  private refuseTorn(): void {
    if (this.torn !== null) throw new BrokenChain(this.torn, 'is not a complete line of a checkpoint');
  }
}

/** The content of a line that the chain covers. */
export function itemOf(line: string): unknown {
  return (JSON.parse(line) as { item: unknown }).item;
}

type Content = ({ readonly begun: unknown } | { readonly item: unknown }) & { readonly torn?: unknown };

function readLine(
  line: Uint8Array,
): { hash: string; run: string; body: Uint8Array; content: Content } | null {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
  const hash = prefix.exec(text)?.[1];
  if (hash === undefined) return null;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isPlainObject(content) || typeof content.run !== 'string') return null;
  if (!('begun' in content) && !('item' in content)) return null;
  const body = Buffer.concat([Buffer.from('{'), line.subarray(prefixLength)]);
  return { hash, run: content.run, body, content: content as Content };
}
