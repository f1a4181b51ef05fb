import { scientific } from '../format.js';
import type { MeasuredSet } from '../verdicts.js';
import { extent } from './axes.js';

/** log10 of the proved radius of a reachable set; null if it is not finite or the set is not reachable. */
export function logRadius({ verdict, radius }: MeasuredSet): number | null {
  return verdict === 'argmaxable' && radius > 0 && radius < Infinity ? Math.log10(radius) : null;
}

/** log10 of all radii that have a place on an axis. */
export const logRadii = (sets: readonly MeasuredSet[]): number[] =>
  sets.map(logRadius).filter((log) => log !== null);

/** The whole decades that contain all radii, and the width of the bins in them; log10. */
export interface RadiusAxis {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** The axis of some logarithms of radii, or null for none. */
export function radiusAxis(logs: readonly number[]): RadiusAxis | null {
  if (logs.length === 0) return null;
  const [least, most] = extent(logs);
  const low = Math.floor(least);
  const high = Math.max(Math.floor(most) + 1, low + 1);
  return { low, high, step: [0.1, 0.2, 0.5].find((step) => (high - low) / step <= 40) ?? 1 };
}

/** Number of the bin that `log` falls into. */
export function binOf(log: number, { low, high, step }: RadiusAxis): number {
  return Math.min(Math.round((high - low) / step) - 1, Math.floor((log - low) / step));
}

/** Where a bin begins and ends. */
export function binBounds(bin: number, { low, step }: RadiusAxis): { low: number; high: number } {
  return { low: low + bin * step, high: low + (bin + 1) * step };
}

/** Ticks at the whole decades, or at every second, third, ... of them: at most about `most`. */
export function decades({ low, high }: RadiusAxis, most: number): number[] {
  const every = Math.ceil((high - low) / most);
  return Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((_, i) => i % every === 0);
}

/** A bin in words: 'radius 0.001 to 0.00126'. */
export const radiusWords = ({ low, high }: { low: number; high: number }): string =>
  `radius ${scientific(10 ** low)} to ${scientific(10 ** high)}`;
