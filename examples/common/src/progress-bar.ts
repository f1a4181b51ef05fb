import { SingleBar } from 'cli-progress';

/** A bar for the terminal that goes away when it is over; `format` as in cli-progress. */
export function progressBar(format: string): SingleBar {
  return new SingleBar({
    format,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
    etaBuffer: 20,
  });
}
