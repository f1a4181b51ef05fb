import { checkOptions, checkOrder, checkString, knownKeys, toCsv, ValueError } from '@argmaxable/core';
import { Callback, type Logs } from '@tensorflow/tfjs-layers';
import { appendFile, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { logValues } from './log-values.js';

/** Options of `CsvLog`. */
export interface CsvLogOptions {
  /** The path of the file. The file is created if it does not exist; its folder must exist. */
  readonly path: string;
}

/**
 * A callback for `fit` and `fitDataset` that appends a row of CSV to a file after each epoch: the epoch,
 * counted from 0, then a column for each value of the logs, including those of the callbacks before it.
 *
 * The columns are the values of the first epoch and those that callbacks have announced; they do not change
 * later. A value that an epoch does not have is an empty field; NaN and infinities are written as 'NaN',
 * 'Infinity' and '-Infinity'. Numbers are written with all digits, so that reading gives the same numbers. A
 * value that first appears in a later epoch has no column, and a warning names it.
 *
 * An existing file with the same columns is continued, by a second training or after a crash; any other file
 * is refused before the first epoch and is not changed. Nothing is overwritten. Each row is appended in one
 * step when its epoch ends, so a killed process leaves only whole rows. Lines follow RFC 4180 and end in CR
 * LF.
 *
 * @throws ValueError for options that are not allowed; when training starts, for a callback after this one
 *   that measures values, for a folder that does not exist, for a path that is not an ordinary file, and for
 *   a file that has other columns or is cut off.
 *
 * @example
 * import { CsvLog, useBackend } from '@argmaxable/node';
 * import { randomNormal } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * await useBackend();
 * const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
 * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
 * const [x, y] = [randomNormal([8, 3]), randomNormal([8, 2])];
 * const callbacks = [new CsvLog({ path: 'training.csv' })];
 * // epoch,loss,val_loss and three rows
 * await model.fit(x, y, { epochs: 3, verbose: 0, validationSplit: 0.25, callbacks });
 */
export class CsvLog extends Callback {
  private readonly path: string;
  private known: readonly string[] = [];
  /** Null before the first row of a training. */
  private columns: readonly string[] | null = null;
  /** The beginning of the existing file; empty if there is none. */
  private head = '';
  private readonly warned = new Set<string>();

  constructor(options: CsvLogOptions) {
    super();
    const { path } = checkOptions('CsvLog', options, ['path']);
    const allowed = "a file's path, such as 'training.csv'";
    this.path = checkString('path', path, allowed);
    if (path === '' || path.includes('\0')) throw new ValueError('path', path, allowed);
  }

  /** Called by tfjs. @internal */
  override setParams(params: Callback['params']): void {
    super.setParams(params);
    this.known = knownKeys(params);
  }

  /** Called by tfjs. @internal */
  override async onTrainBegin(): Promise<void> {
    checkOrder('CsvLog', this.params, this.known);
    this.columns = null;
    this.warned.clear();
    this.head = await headOf(this.path);
    // Columns that the first epoch adds are not known yet; they come after these.
    const start = toCsv([['epoch', ...this.known]]).slice(0, -lineEnd.length);
    if (this.head !== '' && !(this.head.startsWith(`${start},`) || this.head.startsWith(start + lineEnd))) {
      throw this.otherColumns(start);
    }
  }

  /** Called by tfjs. @internal */
  override async onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
    const values = await logValues(logs);
    let text = '';
    if (!this.columns) {
      const columns = [...new Set([...this.known, ...values.keys()])];
      const header = toCsv([['epoch', ...columns]]);
      if (this.head === '') text = header;
      else if (!this.head.startsWith(header)) throw this.otherColumns(header.slice(0, -lineEnd.length));
      this.columns = columns;
    }
    this.warnOfOthers([...values.keys()]);
    const row = this.columns.map((key) => fieldOf(key, values.get(key)));
    await appendFile(this.path, text + toCsv([[epoch, ...row]]));
  }

  private warnOfOthers(keys: readonly string[]): void {
    for (const key of keys.filter((key) => !this.columns!.includes(key) && !this.warned.has(key))) {
      this.warned.add(key);
      process.emitWarning(
        `CsvLog: '${key}' has no column in ${this.path}, because the first epoch did not have it. Put it into the logs of every epoch, with NaN if there is no value.`,
      );
    }
  }

  private otherColumns(columns: string): ValueError {
    const [first] = this.head.split(lineEnd, 1);
    return new ValueError(
      'path',
      this.path,
      `a new file, or one with the columns ${columns}; its first line is ${JSON.stringify(first.slice(0, 200))}`,
      'Use another path, or move the file.',
    );
  }
}

const lineEnd = '\r\n';

/**
 * The number of bytes that are read for the header. No header is longer, but another file may have any size.
 */
const headBytes = 2 ** 20;

/** Reads and checks the beginning of a file; empty if the file does not exist yet. */
async function headOf(path: string): Promise<string> {
  const allowed = 'an ordinary file, or a new one in a folder that exists';
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new ValueError('path', path, allowed, error.message);
  });
  if (stats === null) {
    const folder = await stat(dirname(path)).catch(() => null);
    if (!folder?.isDirectory()) {
      throw new ValueError('path', path, allowed, `There is no folder ${dirname(path)}.`);
    }
    return '';
  }
  if (!stats.isFile()) throw new ValueError('path', path, allowed);
  if (stats.size === 0) return '';
  const file = await open(path, 'r').catch((error: Error) => {
    throw new ValueError('path', path, allowed, error.message);
  });
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(stats.size, headBytes)),
      0,
      undefined,
      0,
    );
    const end = await file.read(
      Buffer.alloc(lineEnd.length),
      0,
      lineEnd.length,
      Math.max(0, stats.size - lineEnd.length),
    );
    if (end.buffer.toString('latin1', 0, end.bytesRead) !== lineEnd) {
      const allowedEnd = `a new file, or one of whole lines that end in CR LF`;
      throw new ValueError('path', path, allowedEnd, 'It is cut off, or CsvLog did not write it: move it.');
    }
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function fieldOf(key: string, value: unknown): string | number | undefined {
  if (value === undefined) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  throw new ValueError(`logs[${JSON.stringify(key)}]`, value, 'a number');
}
