import type { Figure } from '../figure.js';
import { candidatesFigure } from './candidates.js';
import { losses } from './losses.js';
import { order } from './order.js';
import { radius } from './radius.js';
import { reachableShare } from './reachable-share.js';
import { start } from './start.js';
import { widths } from './widths.js';

/** All figures, in the order of the study's page: each is a command. */
export const figures: readonly Figure[] = [
  reachableShare,
  radius,
  candidatesFigure,
  widths,
  start,
  order,
  losses,
];
