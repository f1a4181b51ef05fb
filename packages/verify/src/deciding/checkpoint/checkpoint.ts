import { checkString, isPlainObject, ValueError } from '@argmaxable/core';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import { pauses } from '../pauses.js';
import type { LabelSetResult } from '../../report/result.js';
import type { Settings, Verified } from '../../report/report-data.js';
import { resultFromJson, type ResultJson, resultToJson } from '../../report/result-json.js';
import { BrokenChain, itemOf, LineChain } from './line-chain.js';
import { LineFile, LineFileError } from './line-file.js';
import { nodeModule } from './node-modules.js';
import { ProvedAgain } from './proved-again.js';

/** What a checkpoint is about: results of other weights or settings must not be taken for this run's. */
interface CheckpointSubject {
  readonly classifier: Classifier;
  readonly verified: Verified;
  readonly settings: Settings;
}

interface CheckpointOptions {
  readonly signal?: AbortSignal;
  /** Bytes that are read at a time. */
  readonly chunk?: number;
}

const format = 'argmaxable-checkpoint';
const version = 3;

/**
 * How long another process may take to write the first line of a file that it has just made, in milliseconds.
 */
const patience = 1000;

/**
 * A file of JSON lines that a run appends each decided label set to, so that a killed run goes on where it
 * was: first a line that says which weights and settings it is about, then one line per set, with its proofs.
 * Node only.
 *
 * Nothing in it is believed: a verdict and its radius count as far as the witness and the multipliers beside
 * them prove them once more, and the lines are chained by hashes; see `LineChain`. Only the file's offsets of
 * decided sets are kept, so it may be of any size. Undecided sets are not kept: a run that goes on tries them
 * again. A line without its end was being written when the run was killed, and counts as none.
 */
export class Checkpoint {
  /** Where the lines of decided sets are, by the set's labels joined with commas. */
  private readonly decided = new Map<string, { readonly offset: number; readonly length: number }>();
  private readonly proofs: ProvedAgain;
  private readonly longest: number;
  /** What this run's lines are known by. */
  private readonly run = nodeModule('node:crypto').randomBytes(8).toString('hex');
  private chain!: LineChain;
  private isClosed = false;

  private constructor(
    private readonly path: string,
    private readonly file: LineFile,
    private readonly subject: CheckpointSubject,
  ) {
    const { classifier, settings } = subject;
    this.proofs = new ProvedAgain(classifier, settings.eps);
    this.longest = longestLine(classifier);
  }

  /**
   * Opens the file, or makes it, and checks what is in it.
   *
   * @throws ValueError for a file that is none, is damaged, holds what its proofs do not prove, or is about
   *   something else: it is left as it is.
   */
  static async open(
    path: string,
    subject: CheckpointSubject,
    { signal, chunk }: CheckpointOptions = {},
  ): Promise<Checkpoint> {
    const file = inWords(path, () =>
      LineFile.open(checkString('checkpoint', path, 'the path of a file'), chunk),
    );
    try {
      const checkpoint = new Checkpoint(path, file, subject);
      await checkpoint.readFirst();
      await checkpoint.readLines(signal);
      return checkpoint;
    } catch (error) {
      file.close();
      throw wordsOf(path, error);
    }
  }

  /** What was found about a set, if it was decided. */
  get(key: string): LabelSetResult | undefined {
    const place = this.decided.get(key);
    if (place === undefined) return undefined;
    const line = inWords(this.path, () => this.file.readAt(place.offset, place.length));
    return resultFromJson(itemOf(line), 'checkpoint', this.subject.classifier.numLabels);
  }

  /** @param result With its proofs. */
  append(result: LabelSetResult): void {
    if (this.isClosed) return; // A run that was stopped may still be deciding a set.
    try {
      if (!this.chain.hasRun(this.run)) this.begin();
      this.file.append(this.chain.next(this.run, toJson(result), this.file.isOpenEnded));
    } catch (error) {
      throw wordsOf(this.path, error, 'What it has is kept: put that right, and run again.');
    }
  }

  close(): void {
    this.isClosed = true;
    this.file.close();
  }

  /** Writes the line that begins this run, and takes in what another process has appended before. */
  private begin(): void {
    this.file.append(this.chain.next(this.run, undefined, this.file.isOpenEnded));
    for (const { bytes } of this.file.lines(this.longest)) this.chain.take(bytes);
    if (!this.chain.hasRun(this.run)) throw new LineFileError('another program writes to it');
  }

  /** Reads the first line, or writes it to an empty file. */
  private async readFirst(): Promise<void> {
    const { verified, settings } = this.subject;
    const first = JSON.stringify({ format, version, verified, settings });
    for (;;) {
      const found = nextOf(this.file.lines(this.longest + first.length));
      if (found !== undefined) {
        const line = textOf(found.bytes);
        if (line !== first) this.refuse(flawOfFirst(line, this.subject));
        this.chain = new LineChain(found.bytes);
        return;
      }
      const begun = this.file.unfinished;
      const rest = Buffer.from(first).subarray(begun.length);
      if (!Buffer.concat([begun, rest]).equals(Buffer.from(first))) {
        this.refuse('its first line is none of a checkpoint');
      }
      // Another process may have made it and be about to write this line, or was killed before it had.
      if (this.file.isNew || this.file.age > patience) {
        this.file.append(Buffer.concat([rest, Buffer.from('\n')]));
      } else {
        await new Promise((resolve) => setTimeout(resolve, patience / 20));
      }
    }
  }

  private async readLines(signal: AbortSignal | undefined): Promise<void> {
    const pause = pauses();
    for (const { bytes, offset } of this.file.lines(this.longest)) {
      const item = this.chain.take(bytes);
      if (item !== undefined) this.keep(item, { offset, length: bytes.length });
      signal?.throwIfAborted();
      await pause();
    }
    this.chain.end();
  }

  private keep(item: unknown, place: { offset: number; length: number }): void {
    const name = `line ${this.chain.lines}`;
    const result = resultFromJson(item, name, this.subject.classifier.numLabels);
    const flaw = this.proofs.flaw(result);
    if (flaw !== null) this.refuse(`${name} is not proved: ${flaw}`);
    if (result.verdict !== 'undecided') this.decided.set(result.labels.join(), place);
  }

  private refuse(reason: string): never {
    throw refusal(this.path, reason);
  }
}

/** Proofs that neither a verdict nor a bound rests on may be anything. */
function toJson({ witness, multipliers, ...result }: LabelSetResult): ResultJson {
  const { verdict, radius } = result;
  return resultToJson({
    ...result,
    ...(witness && (verdict === 'argmaxable' || radius.lower > -Infinity) && { witness }),
    ...(multipliers && (verdict === 'unargmaxable' || radius.upper < Infinity) && { multipliers }),
  });
}

/**
 * More bytes than a line of this program can have: so many numbers of proofs, each in at most 25 characters.
 */
function longestLine(classifier: Classifier): number {
  return 1e6 + 250 * (classifier.numLabels + inputsOf(classifier));
}

function flawOfFirst(line: string, { verified, settings }: CheckpointSubject): string {
  const given = parsed(line);
  if (!isPlainObject(given) || given.format !== format) return 'its first line is none of a checkpoint';
  if (given.version !== version) {
    return `it is of format version ${JSON.stringify(given.version)}, not ${version}`;
  }
  if (!isPlainObject(given.verified) || !isPlainObject(given.settings)) return 'its first line is damaged';
  const { hash, projectionHash } = given.verified;
  const others = given.settings;
  if (hash !== verified.hash || projectionHash !== verified.projectionHash) {
    return 'it is about other weights';
  }
  const names = [...new Set([...Object.keys(settings), ...Object.keys(others)])];
  const differ = names.filter(
    (name) => JSON.stringify(others[name]) !== JSON.stringify(settings[name as keyof Settings]),
  );
  return differ.length === 0
    ? 'its first line is damaged'
    : `it is of a run with other options: ${differ.join(', ')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw wordsOf(path, error);
  }
}

/** What goes wrong with the file, as an error about the option. */
function wordsOf(path: string, error: unknown, advice?: string): unknown {
  const isOfFile = error instanceof LineFileError || error instanceof BrokenChain;
  const isOfLine = error instanceof ValueError && error.argument.startsWith('line ');
  return isOfFile || isOfLine ? refusal(path, error.message, advice) : error;
}

function refusal(
  path: string,
  reason: string,
  advice = 'It was left as it is: move it away, or give another name.',
): ValueError {
  return new ValueError(
    'checkpoint',
    path,
    'a file that this run may go on with, or a new one',
    `As it is, ${reason.replace(/\.$/, '')}. ${advice}`,
  );
}

function nextOf<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
