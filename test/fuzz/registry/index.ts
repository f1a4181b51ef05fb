import type { PublicFunction } from '../specs.js';
import * as core from './core.js';

/** A package: all that it exports, its functions with right and wrong arguments, and why others have none. */
export interface Package {
  readonly name: string;
  readonly exports: object;
  readonly functions: readonly PublicFunction[];
  readonly others: Readonly<Record<string, string>>;
  /** To be awaited before the functions are called. */
  readonly prepare?: () => Promise<void>;
}

export const packages: readonly Package[] = [core];
