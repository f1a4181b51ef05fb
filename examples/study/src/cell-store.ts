import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '@argmaxable/node';
import type { Figure, Finished } from './figure.js';
import { settingsText, shortHash } from './settings-text.js';

/** A finished cell, with how it came about. */
export interface StoredCell<Cell extends object = object, Result = unknown> extends Finished<Cell, Result> {
  readonly figure: string;
  readonly revision: number;
  readonly seconds: number;
  /** ISO date of its end. */
  readonly date: string;
  /** Processor, memory, Node version and platform in one line. */
  readonly machine: string;
  readonly backend: string;
}

/**
 * The finished cells of a figure, a file each, which is written whole or not at all. A cell is known by its
 * settings and the figure's revision: changed settings find nothing.
 */
export class CellStore {
  private readonly folder: string;

  /** @param output The study's folder; the cells lie in a folder of the figure's in it. */
  constructor(
    output: string,
    private readonly figure: Pick<Figure, 'name' | 'revision'>,
  ) {
    this.folder = join(output, figure.name, 'cells');
  }

  /**
   * The cell with these settings, if it is finished.
   *
   * @throws Error for a file that is damaged.
   */
  find(cell: object): StoredCell | undefined {
    const path = this.pathOf(cell);
    if (!existsSync(path)) return undefined;
    const stored = readJson(path) as StoredCell;
    if (this.identity(stored.cell) !== this.identity(cell) || stored.result === undefined) {
      throw new Error(`${path} holds another cell than its name says. Delete it, and run the figure again.`);
    }
    return stored;
  }

  async keep(stored: Omit<StoredCell, 'figure' | 'revision'>): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    const { name, revision } = this.figure;
    const text = JSON.stringify({ figure: name, revision, ...stored });
    await replaceFile(this.pathOf(stored.cell), [text, '\n']);
  }

  private pathOf(cell: object): string {
    return join(this.folder, `${shortHash(this.identity(cell))}.json`);
  }

  private identity(cell: object): string {
    return settingsText({ figure: this.figure.name, revision: this.figure.revision, cell });
  }
}

/** Reads a file of the study's; `path` is named where it is damaged. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} cannot be read. Delete it, and run the figure again.`, { cause });
  }
}
