import type { Finished, GridOptions } from './figure.js';
import { groupBy } from './groups.js';
import { settingsText } from './settings-text.js';

/**
 * How the cells of a figure are tuned: the first seed tries settings, and the other seeds run at the best.
 * Tuned alike are all variants: what is compared.
 */
export interface Tuning<Cell extends Seeded, Result> {
  /** What a cell is an attempt at: all of it but what is tuned and the seed. */
  variant(this: void, cell: Cell): string;
  /** What settings are chosen by, on the validation part: more is better. */
  value(this: void, result: Result): number;
  readonly parameters: readonly Tuned<Cell>[];
}

interface Seeded {
  readonly seed: number;
}

/** A number that is tuned. */
export interface Tuned<Cell> {
  readonly name: string;
  /** Its value in a cell; undefined where the cell has none. */
  of(this: void, cell: Cell): number | undefined;
  with(cell: Cell, value: number): Cell;
  /** What is tried behind the least or the greatest value tried; undefined where it ends. */
  beyond(this: void, value: number, direction: 1 | -1): number | undefined;
}

/** The next of some values, in ascending order. */
export function among(values: readonly number[]): Tuned<never>['beyond'] {
  const descending = [...values].reverse();
  return (value, direction) =>
    direction > 0 ? values.find((next) => next > value) : descending.find((next) => next < value);
}

/** The rate of Adam. */
export const tunedRate = <Cell extends { readonly rate: number }>(): Tuned<Cell> => ({
  name: 'rate',
  of: ({ rate }) => rate,
  with: (cell, rate) => ({ ...cell, rate }),
  beyond: among([1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]),
});

/** A variant at its best settings. */
export interface Best<Cell extends Seeded, Result> {
  readonly variant: string;
  /** One of its cells. */
  readonly cell: Cell;
  /** Of the seeds that were run at these settings, in order. */
  readonly results: readonly Result[];
  /** How many settings were compared. */
  readonly tried: number;
  /** Cells that would show whether the best lies beyond what was tried. */
  readonly beyond: readonly Cell[];
  /** The names of those tuned numbers that are the least or the greatest that was tried. */
  readonly edges: readonly string[];
}

/** Each variant at the settings that are best with the first seed. */
export function best<Cell extends Seeded, Result>(
  done: readonly Finished<Cell, Result>[],
  { variant, value, parameters }: Tuning<Cell, Result>,
): Best<Cell, Result>[] {
  return [...groupBy(done, ({ cell }) => variant(cell))].map(([name, group]) => {
    const first = group.reduce((least, { cell }) => Math.min(least, cell.seed), Infinity);
    const tried = group.filter(({ cell }) => cell.seed === first);
    const { cell } = tried.reduce((top, next) => (value(next.result) > value(top.result) ? next : top));
    const edges = parameters.flatMap((parameter) => edgesOf(cell, tried, parameter));
    const same = group.filter((other) => settingsOf(other.cell) === settingsOf(cell));
    return {
      variant: name,
      cell,
      results: same.sort((a, b) => a.cell.seed - b.cell.seed).map(({ result }) => result),
      tried: tried.length,
      beyond: edges.flatMap(({ next }) => (next === undefined ? [] : [next])),
      edges: edges.map(({ name }) => name),
    };
  });
}

/** Where a cell has the least or the greatest number that was tried with its other settings: the next. */
function edgesOf<Cell extends Seeded>(
  cell: Cell,
  tried: readonly Finished<Cell>[],
  parameter: Tuned<Cell>,
): { name: string; next: Cell | undefined }[] {
  const own = parameter.of(cell);
  if (own === undefined) return [];
  const elsewhere = (other: Cell): string => settingsOf(parameter.with(other, own));
  const values = tried
    .filter((other) => parameter.of(other.cell) !== undefined && elsewhere(other.cell) === settingsOf(cell))
    .map((other) => parameter.of(other.cell)!);
  return ([-1, 1] as const)
    .filter((direction) => values.every((value) => direction * (value - own) <= 0))
    .map((direction) => {
      const next = parameter.beyond(own, direction);
      return { name: parameter.name, next: next === undefined ? undefined : parameter.with(cell, next) };
    });
}

/**
 * The cells that follow from those that are finished: for a variant whose best is at the edge of what was
 * tried, what lies beyond; for the others the best with the other seeds. A quick grid does not grow.
 *
 * @param standard Seeds, where no option says how many; a quick grid has two then.
 */
export function followUp<Cell extends Seeded, Result>(
  done: readonly Finished<Cell, Result>[],
  tuning: Tuning<Cell, Result>,
  options: GridOptions,
  standard = 3,
): Cell[] {
  const [, ...others] = seedsOf(options, standard);
  return best(done, tuning).flatMap(({ cell, beyond }) =>
    beyond.length > 0 && !options.quick ? beyond : others.map((seed) => ({ ...cell, seed })),
  );
}

/** Seeds from 1 on. */
export const seedsOf = ({ quick, seeds }: GridOptions, standard: number): number[] =>
  Array.from({ length: seeds ?? (quick ? 2 : standard) }, (_, i) => i + 1);

const settingsOf = <Cell extends Seeded>(cell: Cell): string => settingsText({ ...cell, seed: 0 });

/** A tuned number of a variant at its best, marked where it is at an edge. */
export function tunedText<Cell extends Seeded>(
  { cell, edges }: Pick<Best<Cell, unknown>, 'cell' | 'edges'>,
  parameter: Tuned<Cell>,
): string {
  return `${parameter.of(cell)}${edges.includes(parameter.name) ? ' (edge)' : ''}`;
}

/** What is to be said of how settings are chosen. */
export const tuningNote =
  'Seed 1 tries them, the other seeds run at the best alone. Where the best is the least or the greatest of those tried, the next beyond is ' +
  'tried too, and so on; (edge) marks where that ended.';
