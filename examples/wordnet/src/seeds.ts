import { percent } from '@argmaxable/report';
import type { ModelResult, Scores, SeedResult } from './result.js';

/** What is averaged over seeds. */
export type SeedValue = Exclude<keyof SeedResult, 'seed'>;

const valuesOf = ({ seeds }: ModelResult, value: SeedValue): number[] => seeds.map((seed) => seed[value]);

/** Mean over the seeds. */
export function mean(model: ModelResult, value: SeedValue): number {
  const values = valuesOf(model, value);
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** Standard deviation over the seeds (of a sample, with one less than their number); null for one seed. */
export function deviation(model: ModelResult, value: SeedValue): number | null {
  const values = valuesOf(model, value);
  if (values.length < 2) return null;
  const middle = mean(model, value);
  return Math.sqrt(values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (values.length - 1));
}

/** '63.1 %', or with several seeds '63.1 % ± 0.2'. */
export function scoreOverSeeds(model: ModelResult, value: keyof Scores): string {
  const spread = deviation(model, value);
  return percent(mean(model, value)) + (spread === null ? '' : ` ± ${(100 * spread).toFixed(1)}`);
}

/** Label sets out of reach: '634.3 ± 12.1'. */
export function countOverSeeds(model: ModelResult, value: 'model' | 'classifier'): string {
  const spread = deviation(model, value);
  return mean(model, value).toFixed(1) + (spread === null ? '' : ` ± ${spread.toFixed(1)}`);
}
