import { isPlainObject } from '@argmaxable/core';
import { nodeModule } from './node-modules.js';

/** What breaks a chain: the line, from 1, and why. */
export class BrokenChain extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line} ${reason}`);
  }
}

const prefix = /^\{"hash":"([0-9a-f]{64})",/;
/** Of `prefix`, up to what the hash is of. */
const prefixLength = '{"hash":"",'.length + 64;

const changed = 'it was changed, or lines before it were changed, moved or removed';

/**
 * The lines after a file's first, each with a SHA-256: of the hash of the line before and itself. Several
 * processes may append at a time, so there is a chain for each run: it begins with a line of its own, whose
 * end is where the hash of everything before is taken. A line that was changed, moved, repeated or taken out
 * breaks the chain of its run, or of the runs that began after it.
 *
 * These hashes have no key. They find damage and careless edits, not a forger who makes them anew.
 */
export class LineChain {
  private readonly hashing = nodeModule('node:crypto').createHash;
  private readonly everything = this.hashing('sha256');
  private readonly lastOfRun = new Map<string, string>();
  /** The number of a line that is not whole: only one that says so may follow. */
  private torn: number | null = null;
  private number = 1;

  /** @param first The first line. */
  constructor(first: Uint8Array) {
    this.add(first);
  }

  /** Lines so far. */
  get lines(): number {
    return this.number;
  }

  /**
   * Takes in the next line of the file.
   *
   * @returns What was chained; undefined for a line that begins a run, and one that was torn when its run was
   * killed.
   * @throws BrokenChain where it is not the next of its run.
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
      if (this.lastOfRun.has(run)) throw new BrokenChain(number, 'begins a run that has begun before');
      if (hash !== this.hash('', body)) throw new BrokenChain(number, 'was changed');
      this.lastOfRun.set(run, this.everything.copy().digest('hex'));
      return undefined;
    }
    const last = this.lastOfRun.get(run);
    if (last === undefined) throw new BrokenChain(number, 'is of a run whose first line is not there');
    if (hash !== this.hash(last, body)) throw new BrokenChain(number, `does not follow: ${changed}`);
    this.lastOfRun.set(run, hash);
    return content.item;
  }

  /** @throws BrokenChain for a last line that is none. */
  end(): void {
    this.refuseTorn();
  }

  /**
   * The run's next line: the first time the one that begins it. Only what `take` has seen of that one makes
   * it begun.
   *
   * @param torn Whether what it comes after may be no whole line: it then starts with a line's end, and says
   * so.
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
    if (this.torn !== null) throw new BrokenChain(this.torn, 'is not a whole line of a checkpoint');
  }
}

/** What a line chains. */
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
