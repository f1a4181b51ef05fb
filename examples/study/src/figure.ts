import type { Look } from '@argmaxable/report';
import type { EncoderName } from './data/encoders.js';

/**
 * A figure of the study: a grid of cells, each an experiment of its own, and what is shown of their results.
 * Settings and results are plain JSON. Every finished cell is kept by its settings, so `run` must depend on
 * nothing else: seeds, sizes and rates stand in the cell.
 */
export interface Figure<Cell extends object = object, Result = unknown> {
  /** The command: `npm run study -- NAME`. */
  readonly name: string;
  /** What is asked, in a sentence: for the command's help and the page. */
  readonly about: string;
  /** Raise it where the same settings give other results than before. */
  readonly revision: number;
  /** The options beside `quick` that change its grid. */
  readonly options: readonly (keyof Omit<GridOptions, 'quick' | 'heldOut'>)[];
  /** The grid, in the order of running. */
  cells(options: GridOptions): Cell[] | Promise<Cell[]>;
  /**
   * Cells that follow from those that are finished, which are all so far: asked again once these are run too,
   * until nothing new comes. Those that are there already may be among them.
   */
  followUp?(done: readonly Finished<Cell, Result>[], options: GridOptions): Cell[];
  /** A cell in a few words, for the terminal. */
  describe(cell: Cell): string;
  /** Runs one cell. Throws the signal's reason once it is aborted. */
  run(cell: Cell, context: RunContext): Promise<Result>;
  /** The tables for docs/study.md, from the cells that are finished, in the order of the grid. */
  summarize(done: readonly Finished<Cell, Result>[]): Table[];
  /** The sections of the page. */
  page(done: readonly Finished<Cell, Result>[]): Section[];
}

/** What decides a grid. */
export interface GridOptions {
  /** A grid of seconds, for tests. */
  readonly quick: boolean;
  /** How many seeds. */
  readonly seeds?: number;
  /** The larger grid. */
  readonly full?: boolean;
  /** Widths d, and slack of DFT layers. */
  readonly widths?: readonly number[];
  /** Examples a training step. */
  readonly batchSizes?: readonly number[];
  /** Training steps of each model. */
  readonly steps?: number;
  /** A file of features and label sets in place of WordNet. */
  readonly data?: string;
  /** A file of the same form with the examples that are held out. */
  readonly heldOut?: string;
  /** What makes features of WordNet's words, or of those of a file; 'leaky' by default. */
  readonly encoder?: EncoderName;
  /** What the format of `data` has to be told. */
  readonly dataOptions?: Readonly<Record<string, string | number>>;
}

/** What a cell gets while it runs. */
export interface RunContext {
  readonly signal: AbortSignal;
  /** Says on the terminal what is being done. */
  step(text: string): void;
}

/** A cell that was run. */
export interface Finished<Cell extends object = object, Result = unknown> {
  readonly cell: Cell;
  readonly result: Result;
}

export interface Table {
  readonly title: string;
  /** What the numbers are: a sentence or two over the table. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of a page, with plots. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly plots: readonly Drawn[];
}

/** A plot, or null where there was nothing to draw, and who is who in it. */
export interface Drawn {
  readonly title: string;
  readonly svg: string | null;
  readonly models: readonly { readonly name: string; readonly look: Look }[];
}
