import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from '../errors/cli-error.js';

const pieceLength = 2 ** 16;
/** How long a pipe may have no writer at its start, and how often this is checked. */
const patience = { milliseconds: 10_000, step: 20 };

/**
 * The bytes of a file, a pipe or a device, piece by piece. For a pipe it waits as long as a program has it
 * open for writing; if no program has, it waits ten seconds.
 *
 * @throws CliError for a pipe that no program writes.
 */
export async function* streamFile(path: string): AsyncGenerator<Uint8Array> {
  const isPipe = (await stat(path)).isFIFO();
  // Without this flag, opening a pipe waits for its writer, and nothing can end this waiting.
  const file = await open(path, isPipe ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY);
  try {
    yield* isPipe ? piecesOfPipe(file) : piecesOfFile(file);
  } finally {
    await file.close();
  }
}

async function* piecesOfFile(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = new Uint8Array(pieceLength);
    const { bytesRead } = await file.read(piece, 0, piece.length, null);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
  }
}

async function* piecesOfPipe(file: FileHandle): AsyncGenerator<Uint8Array> {
  let [isBegun, waited] = [false, 0];
  for (;;) {
    const piece = new Uint8Array(pieceLength);
    const bytesRead = await readPipe(file, piece);
    if (bytesRead === 0 && isBegun) return;
    if (bytesRead !== null && bytesRead > 0) {
      isBegun = true;
      yield piece.subarray(0, bytesRead);
      continue;
    }
    // A program has it open and is slow, or no program has it open.
    if (bytesRead === null) {
      waited = 0;
    } else if ((waited += patience.step) > patience.milliseconds) {
      throw new CliError(`nobody has written to this pipe for ${patience.milliseconds / 1000} s.`);
    }
    await wait(patience.step);
  }
}

/**
 * How many bytes were read; 0 if no program has the pipe open for writing, null if one has and has not
 * written yet.
 */
async function readPipe(file: FileHandle, piece: Uint8Array): Promise<number | null> {
  try {
    return (await file.read(piece, 0, piece.length, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw error;
  }
}
