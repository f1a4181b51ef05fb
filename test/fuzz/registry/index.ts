import type { PublicFunction } from '../specs.js';
import * as core from './core.js';

/** A package: all that it exports, its functions with right and wrong arguments, and why others have none. */
export interface Package {
  readonly name: string;
  readonly exports: object;
  readonly functions: readonly PublicFunction[];
  readonly others: Readonly<Record<string, string>>;
}

export const packages: readonly Package[] = [core];
