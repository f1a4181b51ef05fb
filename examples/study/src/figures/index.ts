import type { Figure } from '../figure.js';
import { radius } from './radius.js';
import { reachableShare } from './reachable-share.js';

/** All figures, in the order of the study's page: each is a command. */
export const figures: readonly Figure[] = [reachableShare, radius];
