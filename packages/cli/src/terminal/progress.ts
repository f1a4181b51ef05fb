import { type Context, printLine } from './context.js';
import { progressBar } from './progress-bar.js';

export interface ProgressDisplay {
  update(done: number): void;
  stop(): void;
}

/**
 * Shows the progress of a run over `total` label sets: a bar on a terminal, otherwise a line after each
 * tenth.
 */
export function showProgress({ stderr }: Context, total: number, quiet: boolean): ProgressDisplay {
  if (quiet || total === 0) return { update: () => undefined, stop: () => undefined };
  return stderr.isTTY ? verifyingBar(stderr, total) : progressLines(stderr, total);
}

function verifyingBar(stream: NodeJS.WritableStream, total: number): ProgressDisplay {
  const bar = progressBar('verifying [{bar}] {value}/{total} label sets  {eta_formatted} left', stream);
  bar.start(total, 0);
  return bar;
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
