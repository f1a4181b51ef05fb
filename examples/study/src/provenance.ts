import { duration } from '@argmaxable/report';
import type { Run } from './grid-file.js';

/** Where the numbers of a run come from: its command, and how much was run, where, when and how long. */
export function provenance({ command, cells, done }: Run): { command: string; facts: string } {
  const days = distinct(done.map(({ date }) => date.slice(0, 10))).sort();
  const seconds = done.reduce((sum, cell) => sum + cell.seconds, 0);
  const count =
    done.length === cells.length
      ? `All ${cells.length} cells of the grid`
      : `Partial: ${done.length} of the ${cells.length} cells of the grid; the others were not run`;
  const where = distinct(done.map(({ machine, backend }) => `${machine}, ${backend} backend`)).join('; ');
  const when = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0];
  return {
    command,
    facts:
      done.length === 0
        ? `${count}.`
        : `${count}. ${where}, ${when}; ${duration(seconds)} in all, beside other programs. ${seedsOf(done)}`,
  };
}

/** The seeds, where cells have one. */
function seedsOf(done: Run['done']): string {
  const seeds = distinct(
    done.flatMap(({ cell }) => ('seed' in cell && typeof cell.seed === 'number' ? [cell.seed] : [])),
  ).sort((a, b) => a - b);
  return seeds.length === 0 ? '' : `${seeds.length === 1 ? 'Seed' : 'Seeds'} ${seeds.join(', ')}.`;
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
