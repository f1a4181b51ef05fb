import { createHash } from 'node:crypto';

/** JSON of a value with the keys of objects in order: equal settings have equal texts. */
export function settingsText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A name for a file, from a text of any length. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 20);
