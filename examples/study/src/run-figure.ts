import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { progressBar } from '@argmaxable/cli';
import { describeMachine } from '@argmaxable/examples-common';
import { replaceFile } from '@argmaxable/node';
import { duration } from '@argmaxable/report';
import { CellStore } from './cell-store.js';
import type { Figure, GridOptions } from './figure.js';
import { keepGrid, lastRun } from './grid-file.js';
import { renderFigure } from './page/page.js';

/** How a figure is run. */
export interface RunSettings {
  readonly options: GridOptions;
  /** The study's folder. */
  readonly output: string;
  readonly command: string;
  /** The tfjs backend in use. */
  readonly backend: string;
  readonly signal: AbortSignal;
}

/**
 * Runs the cells of a figure's grid that are not finished yet, and writes its page and results.
 *
 * @throws The signal's reason once it is aborted, and what a cell throws; cells that are finished are kept.
 */
export async function runFigure(figure: Figure, settings: RunSettings): Promise<void> {
  const { options, output, command, backend, signal } = settings;
  const cells = await figure.cells(options);
  await keepGrid(output, figure, { command, cells });
  const store = new CellStore(output, figure);
  const open = cells.filter((cell) => store.find(cell) === undefined);
  console.log(
    `${figure.name}: ${cells.length} cells, ${cells.length - open.length} of them finished before.`,
  );
  const bar = progressBar(`  [{bar}] {value}/{total} cells  {cell}  {step}  {eta_formatted} left`);
  const machine = describeMachine();
  bar.start(cells.length, cells.length - open.length, { cell: '', step: '' });
  try {
    for (const [i, cell] of open.entries()) {
      const text = figure.describe(cell);
      const done = cells.length - open.length + i;
      const step = (what: string): void => bar.update(done, { cell: text, step: what });
      step('');
      await setImmediate(); // lets Ctrl-C in
      signal.throwIfAborted();
      const started = performance.now();
      const result = await figure.run(cell, { signal, step });
      const seconds = (performance.now() - started) / 1000;
      await store.keep({ cell, result, seconds, date: new Date().toISOString(), machine, backend });
      if (!process.stderr.isTTY) console.log(`  ${done + 1}/${cells.length}  ${text}  ${duration(seconds)}`);
      bar.update(done + 1, { cell: text, step: '' });
    }
  } finally {
    bar.stop();
  }
  const folder = join(output, figure.name);
  const run = lastRun(output, figure)!;
  await replaceFile(join(folder, 'result.json'), [JSON.stringify(run, null, 2), '\n']);
  await replaceFile(join(folder, 'page.html'), [renderFigure(figure, run)]);
  console.log(`Page: ${join(folder, 'page.html')}`);
}
