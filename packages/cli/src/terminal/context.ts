import { printable } from '@argmaxable/core';

/** What a command writes to and is stopped by. */
export interface Context {
  /** Results. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress, notes and errors. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Stops a run. */
  readonly signal?: AbortSignal;
}

/** Writes a line, or several, without the control characters that its parts may have from files. */
export function printLine(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`${printable(text)}\n`);
}
