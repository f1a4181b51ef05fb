/** The items in runs of `batchSize`; the last may be shorter. */
export function* batchesOf<T>(items: readonly T[], batchSize: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += batchSize) yield items.slice(at, at + batchSize);
}
