import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { replaceFile } from '@argmaxable/node';
import { CellStore, readJson, type StoredCell } from './cell-store.js';
import type { Figure, GridOptions } from './figure.js';
import { settingsText, shortHash } from './settings-text.js';

/** The grid of a run, finished or not. */
export interface Grid {
  /** The command line: 'npm run study -- radius'. */
  readonly command: string;
  readonly cells: readonly object[];
}

/**
 * What a run's files are named by, behind a name of their own: a figure has a run for each data set, size and
 * encoder, and the last of them counts. '' for WordNet in the size and with the encoder that are the default.
 */
export function runName({ data, heldOut, dataOptions, encoder, full }: GridOptions): string {
  const file =
    data === undefined
      ? []
      : [basename(data, extname(data)), shortHash(settingsText({ data, heldOut, dataOptions })).slice(0, 6)];
  return [...file, ...(encoder ? [encoder] : []), ...(full ? ['full'] : [])]
    .map((part) => `-${part}`)
    .join('');
}

/** Keeps which cells a run is to fill, as far as they are known. */
export async function keepGrid(output: string, figure: Figure, name: string, grid: Grid): Promise<void> {
  const folder = join(output, figure.name);
  mkdirSync(folder, { recursive: true });
  await replaceFile(join(folder, `grid${name}.json`), [JSON.stringify(grid), '\n']);
}

/** What a run gave so far. */
export interface Run extends Grid {
  /** In the order of the grid. */
  readonly done: readonly StoredCell[];
}

/** The run with a name, or nothing where there was none. */
export function runNamed(output: string, figure: Figure, name: string): Run | undefined {
  const path = join(output, figure.name, `grid${name}.json`);
  if (!existsSync(path)) return undefined;
  const grid = readJson(path) as Grid;
  const store = new CellStore(output, figure);
  const done = grid.cells.map((cell) => store.find(cell)).filter((found) => found !== undefined);
  return { ...grid, done };
}

/** All runs of a figure, WordNet's before those of files by their names. */
export function runsOf(output: string, figure: Figure): Run[] {
  const folder = join(output, figure.name);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).flatMap((file) => /^grid(.*)\.json$/.exec(file)?.[1] ?? []);
  return names.sort().map((name) => runNamed(output, figure, name)!);
}
