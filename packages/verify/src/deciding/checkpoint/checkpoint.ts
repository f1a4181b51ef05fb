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

/** The weights and settings that a checkpoint is about: results for others must not be used in this run. */
interface CheckpointSubject {
  readonly classifier: Classifier;
  readonly verified: Verified;
  readonly settings: Settings;
}

interface CheckpointOptions {
  readonly signal?: AbortSignal;
  /** How many bytes are read at a time. */
  readonly chunk?: number;
}

const format = 'argmaxable-checkpoint';
const checkpointVersion = 3;

/** How long another process may take to write the first line of a file that it just made, in milliseconds. */
const patience = 1000;

/**
 * A file of JSON lines. A run appends each decided label set to it, so that a killed run can continue where
 * it stopped. The first line says which weights and settings the file is about; then there is one line per
 * set, with its proofs. Node only.
 *
 * Nothing in it is trusted: a verdict and its radius are used only if the witness and the multipliers beside
 * them prove them again, and the lines are chained by hashes; see `LineChain`. Only the offsets of decided
 * sets are kept in memory, so the file may have any size. Undecided sets are not stored: a run that continues
 * tries them again. A line without its end was being written when the run was killed, and is ignored.
 */
export class Checkpoint {
  /** The places of the lines of decided sets, by the set's labels joined with commas. */
  private readonly decided = new Map<string, { readonly offset: number; readonly length: number }>();
  private readonly proofs: ProvedAgain;
  private readonly longest: number;
  /** The hash that identifies the lines of this run. */
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
   * @throws ValueError if it is not such a file, is damaged, has results that its proofs do not prove, or is
   *   about something else. The file is then not changed.
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

  /** The result for a set, if it was decided. */
  get(key: string): LabelSetResult | undefined {
    const place = this.decided.get(key);
    if (place === undefined) return undefined;
    const line = inWords(this.path, () => this.file.readAt(place.offset, place.length));
    return resultFromJson(itemOf(line), 'checkpoint', this.subject.classifier.numLabels);
  }

  /** @param result The result with its proofs. */
  append(result: LabelSetResult): void {
    if (this.isClosed) return; // A run that was stopped may still decide a set.
    try {
      if (!this.chain.hasRun(this.run)) this.begin();
      this.file.append(this.chain.next(this.run, toJson(result), this.file.isOpenEnded));
    } catch (error) {
      throw wordsOf(this.path, error, 'What it has is kept: solve this problem and run again.');
    }
  }

  close(): void {
    this.isClosed = true;
    this.file.close();
  }

  /** Writes the line that begins this run, and reads what another process appended before it. */
  private begin(): void {
    this.file.append(this.chain.next(this.run, undefined, this.file.isOpenEnded));
    for (const { bytes } of this.file.lines(this.longest)) this.chain.take(bytes);
    if (!this.chain.hasRun(this.run)) throw new LineFileError('another program writes to it');
  }

  /** Reads the first line, or writes it to an empty file. */
  private async readFirst(): Promise<void> {
    const { verified, settings } = this.subject;
    const first = JSON.stringify({ format, version: checkpointVersion, verified, settings });
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
        this.refuse('its first line is not that of a checkpoint');
      }
      // Another process may have made the file and not yet written this line, or it was killed before it
      // could.
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

/** Proofs that no verdict or bound depends on may have any content. */
function toJson({ witness, multipliers, ...result }: LabelSetResult): ResultJson {
  const { verdict, radius } = result;
  return resultToJson({
    ...result,
    ...(witness && (verdict === 'argmaxable' || radius.lower > -Infinity) && { witness }),
    ...(multipliers && (verdict === 'unargmaxable' || radius.upper < Infinity) && { multipliers }),
  });
}

/**
 * An upper bound on the bytes of a line of this program: that many numbers in proofs, each of at most 25
 * characters.
 */
function longestLine(classifier: Classifier): number {
  return 1e6 + 250 * (classifier.numLabels + inputsOf(classifier));
}

function flawOfFirst(line: string, { verified, settings }: CheckpointSubject): string {
  const given = parsed(line);
  if (!isPlainObject(given) || given.format !== format) return 'its first line is not that of a checkpoint';
  if (given.version !== checkpointVersion) {
    return `it is of format version ${JSON.stringify(given.version)}, not ${checkpointVersion}`;
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

/** Turns a problem with the file into an error about the option. */
function wordsOf(path: string, error: unknown, advice?: string): unknown {
  const isOfFile = error instanceof LineFileError || error instanceof BrokenChain;
  const isOfLine = error instanceof ValueError && error.argument.startsWith('line ');
  return isOfFile || isOfLine ? refusal(path, error.message, advice) : error;
}

function refusal(
  path: string,
  reason: string,
  advice = 'It was not changed: move it away, or give another name.',
): ValueError {
  return new ValueError(
    'checkpoint',
    path,
    'a file that this run can continue, or a new one',
    `As it is, ${reason.replace(/\.$/, '')}. ${advice}`,
  );
}

function nextOf<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
