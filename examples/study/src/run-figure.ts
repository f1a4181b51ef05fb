import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { progressBar } from '@argmaxable/cli';
import { describeMachine } from '@argmaxable/examples-common';
import { replaceFile } from '@argmaxable/node';
import { duration } from '@argmaxable/report';
import { CellStore } from './cell-store.js';
import type { Figure, GridOptions } from './figure.js';
import { type Grid, keepGrid, runName, runNamed } from './grid-file.js';
import { renderFigure } from './page/page.js';
import { settingsText } from './settings-text.js';

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
 * Runs the cells of a figure's grid that are not finished yet, and those that follow from them, and writes
 * its page and results.
 *
 * @throws The signal's reason once it is aborted, and what a cell throws; cells that are finished are kept.
 */
export async function runFigure(figure: Figure, settings: RunSettings): Promise<void> {
  const { options, output, command } = settings;
  const name = runName(options);
  let cells: object[] = [];
  let more = await figure.cells(options);
  do {
    cells = [...cells, ...more];
    await keepGrid(output, figure, name, { command, cells });
    await runCells(figure, cells, settings);
    const { done } = runNamed(output, figure, name)!;
    more = others(figure.followUp?.(done, options) ?? [], cells);
  } while (more.length > 0);
  const folder = join(output, figure.name);
  const run = runNamed(output, figure, name)!;
  const page = join(folder, `page${name}.html`);
  await replaceFile(join(folder, `result${name}.json`), [JSON.stringify(run, null, 2), '\n']);
  await replaceFile(page, [renderFigure(figure, run)]);
  console.log(`Page: ${page}`);
}

/** The cells that are not among some. */
function others(cells: Grid['cells'], some: Grid['cells']): object[] {
  const known = new Set(some.map(settingsText));
  return cells.filter((cell) => !known.has(settingsText(cell)));
}

/** Runs those of the cells that are not finished. */
async function runCells(figure: Figure, cells: Grid['cells'], settings: RunSettings): Promise<void> {
  const { output, backend, signal } = settings;
  const store = new CellStore(output, figure);
  const open = cells.filter((cell) => store.find(cell) === undefined);
  const before = cells.length - open.length;
  console.log(`${figure.name}: ${cells.length} cells, ${before} of them finished before.`);
  const bar = progressBar(`  [{bar}] {value}/{total} cells  {cell}  {step}  {eta_formatted} left`);
  const machine = describeMachine();
  bar.start(cells.length, before, { cell: '', step: '' });
  try {
    for (const [i, cell] of open.entries()) {
      const text = figure.describe(cell);
      const done = before + i;
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
}
