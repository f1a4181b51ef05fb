import { checkInteger, checkOptions, isPlainObject, ValueError } from '@argmaxable/core';

/**
 * The label sets that were given, of all shards: what tells whether two reports are about the same ones, in
 * the same order.
 */
export interface InputDigest {
  /** How many there were. */
  readonly sets: number;
  /**
   * In hexadecimal; see `docs/verifying.md`. Null in browsers on pages that are not served securely.
   */
  readonly hash: string | null;
}

/** Numbers that are hashed at a time. */
const blockSize = 1 << 16;

/**
 * Hashes label sets as they stream by. Each is its length and its labels, int32, little-endian; of every
 * 65536 such numbers, and of what is left at the end, SHA-256 is taken, with the 32 bytes of the hash before
 * in front, zeros at first. Web Crypto hashes no streams.
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

  /** Whether the block is full now. */
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

/** @throws ValueError for what a report cannot have as its `input`. */
export function inputDigestFromJson(json: unknown): InputDigest | null {
  if (json === undefined || json === null) return null;
  if (!isPlainObject(json)) throw new ValueError('input', json, 'an object with sets and hash, or null');
  const { sets, hash } = checkOptions('input', json, ['sets', 'hash']);
  if (hash !== null && !(typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash))) {
    throw new ValueError('input.hash', hash, '64 hexadecimal digits, or null');
  }
  return { sets: checkInteger('input.sets', sets, { min: 0, max: Number.MAX_SAFE_INTEGER }), hash };
}
