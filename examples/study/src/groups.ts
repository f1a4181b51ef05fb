/** The items by a key, in order of first appearance. */
export function groupBy<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sample's standard deviation; 0 of one value. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}

/** The value at the middle rank, the lower of two. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** Mean and deviation of fractions, in percent: '62.8 ± 0.3 %'. */
export function percentSpread(fractions: readonly number[]): string {
  const percent = (value: number): string => (100 * value).toFixed(1);
  if (!fractions.every(Number.isFinite)) return 'n/a';
  const around = fractions.length > 1 ? ` ± ${percent(deviation(fractions))}` : '';
  return `${percent(mean(fractions))}${around} %`;
}
