import { SingleBar } from 'cli-progress';

/**
 * A bar on a terminal; `values` are for the names in its format other than `{value}`, `{total}` and the other
 * built-in ones.
 */
export interface ProgressBar {
  start(total: number, done: number, values?: object): void;
  update(done: number, values?: object): void;
  stop(): void;
}

/**
 * A bar for the terminal. It is removed at the end, and is not drawn if there is no terminal.
 *
 * @param format A format of [cli-progress](https://www.npmjs.com/package/cli-progress), such as '[{bar}]
 *   {value}/{total}'.
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
