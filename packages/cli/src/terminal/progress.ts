import { SingleBar } from 'cli-progress';
import { type Context, printLine } from './context.js';

export interface ProgressDisplay {
  update(done: number): void;
  stop(): void;
}

/** Shows how far a run over `total` label sets is: a bar on a terminal, elsewhere a line at each tenth. */
export function showProgress({ stderr }: Context, total: number, quiet: boolean): ProgressDisplay {
  if (quiet || total === 0) return { update: () => undefined, stop: () => undefined };
  return stderr.isTTY ? progressBar(stderr, total) : progressLines(stderr, total);
}

function progressBar(stream: NodeJS.WritableStream, total: number): ProgressDisplay {
  const bar = new SingleBar({
    stream,
    format: 'verifying [{bar}] {value}/{total} label sets  {eta_formatted} left',
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
    etaBuffer: 100,
  });
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}

function progressLines(stream: NodeJS.WritableStream, total: number): ProgressDisplay {
  let tenths = 0;
  return {
    update(done) {
      const now = Math.floor((10 * done) / total);
      if (now > tenths) printLine(stream, `verified ${done} of ${total} label sets (${10 * now} %)`);
      tenths = Math.max(tenths, now);
    },
    stop: () => undefined,
  };
}
