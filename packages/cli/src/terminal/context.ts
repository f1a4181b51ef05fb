import { printable } from '@argmaxable/core';

/** The streams that a command writes to, and the signal that stops it. */
export interface Context {
  /** Results. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress, notes and errors. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Stops a run. */
  readonly signal?: AbortSignal;
}

/** Writes one or more lines, without control characters that may come from files. */
export function printLine(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`${printable(text)}\n`);
}
