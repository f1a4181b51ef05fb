/** What benchmarks share: statistics, and where results go. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function quantile(numbers: readonly number[], share: number): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(share * (numbers.length - 1))];
}

/** Writes benchmarks/results/NAME.json, with the date and the machine. */
export function writeResults(name: string, results: object): void {
  const machine = `${availableParallelism()} x ${cpus()[0].model}, Node ${process.version}`;
  mkdirSync('benchmarks/results', { recursive: true });
  const date = new Date().toISOString();
  writeFileSync(
    `benchmarks/results/${name}.json`,
    `${JSON.stringify({ date, machine, ...results }, null, 2)}\n`,
  );
}
