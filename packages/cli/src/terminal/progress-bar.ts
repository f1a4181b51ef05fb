import { SingleBar } from 'cli-progress';

/** A bar on a terminal; `values` are what its format names beside `{value}`, `{total}` and the like. */
export interface ProgressBar {
  start(total: number, done: number, values?: object): void;
  update(done: number, values?: object): void;
  stop(): void;
}

/**
 * A bar for the terminal that goes away when it is over, and is not drawn where there is no terminal.
 *
 * @param format As [cli-progress](https://www.npmjs.com/package/cli-progress) has it, such as
 *   '[{bar}] {value}/{total}'.
 * @param stream Where to draw; `process.stderr` by default.
 *
 * @example
 * import { progressBar } from '@argmaxable/cli';
 * const bar = progressBar('[{bar}] {value}/{total}');
 * bar.start(10, 0);
 * bar.update(5);
 * bar.stop();
 */
export function progressBar(format: string, stream: NodeJS.WritableStream = process.stderr): ProgressBar {
  return new SingleBar({
    stream,
    format,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
    etaBuffer: 100,
  });
}
