import type { PublicFunction } from './specs.js';

/** What a call came to. */
export type Outcome =
  | { readonly kind: 'returned'; readonly value: unknown }
  /** An error of ours: it says what was given and what is allowed. */
  | { readonly kind: 'refused' }
  /** An error of the engine, or none of ours: 'Cannot read properties of null'. */
  | { readonly kind: 'raw error'; readonly message: string }
  | { readonly kind: 'hang' };

/** The errors that a caller may meet, by name: those of the packages' own. */
const ours = ['ValueError', 'BackendError', 'ModelFileError'];

/** Promises that are not settled by then hang. Refusing takes no time; the valid calls take far less. */
const patience = 30_000;

export async function outcomeOf({ call }: PublicFunction, args: readonly unknown[]): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const returned = call(...(args as never[]));
    const late = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'hang' }), patience);
    });
    const value = (async (): Promise<Outcome> => ({ kind: 'returned', value: await returned }))();
    return await Promise.race([value, late]);
  } catch (error) {
    if (error instanceof Error && ours.includes(error.name)) return { kind: 'refused' };
    return { kind: 'raw error', message: String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** A value as the list of failures shows it. */
export function show(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    if ('isDisposed' in value) return 'a disposed tensor';
    const name = value.constructor?.name ?? 'null';
    if (name !== 'Object') return `a ${name}`;
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${show(item)}`)
      .join(', ')} }`;
  }
  return String(value);
}
