import type { LabelSetResult, VerifyReport } from '@argmaxable/verify';

/** log10 of the proved radius of each reachable set, where that is finite. */
export function logRadius({ verdict, radius }: LabelSetResult): number | null {
  return verdict === 'argmaxable' && radius.lower > 0 && radius.lower < Infinity
    ? Math.log10(radius.lower)
    : null;
}

/** Whole decades that hold all radii, and a step of bins in them. */
export interface RadiusAxis {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

export function radiusAxis({ distinct }: VerifyReport): RadiusAxis | null {
  let [least, most] = [Infinity, -Infinity];
  for (const result of distinct) {
    const log = logRadius(result);
    if (log === null) continue;
    least = Math.min(least, log);
    most = Math.max(most, log);
  }
  if (least > most) return null;
  const low = Math.floor(least);
  const high = Math.max(Math.floor(most) + 1, low + 1);
  return { low, high, step: [0.1, 0.2, 0.5].find((step) => (high - low) / step <= 40) ?? 1 };
}

/** Number of the bin that `log` falls into. */
export function binOf(log: number, { low, high, step }: RadiusAxis): number {
  return Math.min(Math.round((high - low) / step) - 1, Math.floor((log - low) / step));
}

/** At most about ten of the whole decades. */
export function decades({ low, high }: RadiusAxis): number[] {
  const every = Math.ceil((high - low) / 10);
  return Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((_, i) => i % every === 0);
}
