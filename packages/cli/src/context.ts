/** What a command writes to and is stopped by. */
export interface Context {
  /** Results. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress and errors. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Stops a run. */
  readonly signal?: AbortSignal;
}

export function printLine(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`${text}\n`);
}
