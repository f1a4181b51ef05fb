import { checkInteger, checkOptions, isPlainObject, ValueError } from '@argmaxable/core';

/**
 * Identifies the label sets that were given, of all shards: it shows whether two reports are about the same
 * sets, in the same order.
 */
export interface InputDigest {
  /** Number of label sets. */
  readonly sets: number;
  /**
   * In hexadecimal; see `docs/verifying.md`. Null in browsers on pages that are not served securely.
   */
  readonly hash: string | null;
}

/** How many numbers are hashed at a time. */
const blockSize = 1 << 16;

/**
 * Hashes label sets while they are read. Each set is written as its length and its labels, int32,
 * little-endian. SHA-256 is computed of each block of 65536 such numbers, and of the rest at the end; each
 * block is preceded by the 32 bytes of the previous hash (32 zero bytes at first). Blocks are needed because
 * Web Crypto cannot hash streams.
 */
export class InputDigester {
  private readonly subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  private readonly bytes = new Uint8Array(32 + 4 * blockSize);
  private readonly view = new DataView(this.bytes.buffer);
  private filled = 0;
  private sets = 0;

  async add(labels: Int32Array): Promise<void> {
    this.sets++;
    if (!this.subtle) return;
    if (this.put(labels.length)) await this.hash();
    for (const label of labels) if (this.put(label)) await this.hash();
  }

  async finish(): Promise<InputDigest> {
    if (!this.subtle) return { sets: this.sets, hash: null };
    await this.hash();
    const hash = Array.from(this.bytes.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0'));
    return { sets: this.sets, hash: hash.join('') };
  }

  /** Adds a number; returns whether the block is now full. */
  private put(value: number): boolean {
    this.view.setInt32(32 + 4 * this.filled++, value, true);
    return this.filled === blockSize;
  }

  private async hash(): Promise<void> {
    const block = this.bytes.slice(0, 32 + 4 * this.filled);
    this.filled = 0;
    this.bytes.set(new Uint8Array(await this.subtle!.digest('SHA-256', block)));
  }
}

/** @throws ValueError for a value that is not valid as `input` of a report. */
export function inputDigestFromJson(json: unknown): InputDigest | null {
  if (json === undefined || json === null) return null;
  if (!isPlainObject(json)) throw new ValueError('input', json, 'an object with sets and hash, or null');
  const { sets, hash } = checkOptions('input', json, ['sets', 'hash']);
  if (hash !== null && !(typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash))) {
    throw new ValueError('input.hash', hash, '64 hexadecimal digits, or null');
  }
  return { sets: checkInteger('input.sets', sets, { min: 0, max: Number.MAX_SAFE_INTEGER }), hash };
}
