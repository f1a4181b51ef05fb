import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '@argmaxable/node';
import { CellStore, readJson, type StoredCell } from './cell-store.js';
import type { Figure } from './figure.js';

/** The grid of a figure's last run, finished or not. */
export interface Grid {
  /** The command line: 'npm run study -- radius'. */
  readonly command: string;
  readonly cells: readonly object[];
}

/** Keeps which cells a run is to fill, before it starts. */
export async function keepGrid(output: string, figure: Figure, grid: Grid): Promise<void> {
  mkdirSync(join(output, figure.name), { recursive: true });
  await replaceFile(gridPath(output, figure), [JSON.stringify(grid), '\n']);
}

/** What the last run of a figure gave so far, or nothing where there was none. */
export interface Run extends Grid {
  /** In the order of the grid. */
  readonly done: readonly StoredCell[];
}

export function lastRun(output: string, figure: Figure): Run | undefined {
  const path = gridPath(output, figure);
  if (!existsSync(path)) return undefined;
  const grid = readJson(path) as Grid;
  const store = new CellStore(output, figure);
  const done = grid.cells.map((cell) => store.find(cell)).filter((found) => found !== undefined);
  return { ...grid, done };
}

const gridPath = (output: string, { name }: Figure): string => join(output, name, 'grid.json');
