import { EXP_TABLE, writeExpTable, writeSplat } from './exp';

/** The constants of the losses of labels, after the table of `exp`, each four times. */

/** The factor of gradients. */
export const SCALE: usize = EXP_TABLE;
/**
 * Of inactive and of active labels: minus gamma; gamma as far as the gradient goes through it; their weight;
 * gamma.
 */
export const INACTIVE: usize = EXP_TABLE + 16;
export const ACTIVE: usize = EXP_TABLE + 80;
export const MINUS_GAMMA: usize = 0;
export const MOVING_GAMMA: usize = 16;
export const WEIGHT: usize = 32;
export const GAMMA: usize = 48;
/** The largest value of the logarithms. */
export const MOST: usize = EXP_TABLE + 144;
/** A probability, and the logit with this probability. */
export const CLIP: usize = EXP_TABLE + 160;
export const CLIPPED: usize = EXP_TABLE + 176;
/** Used instead of infinity where 0 times it must be 0. */
export const ALMOST_INFINITY: usize = EXP_TABLE + 192;
/** The smallest normal number. */
export const LEAST: usize = EXP_TABLE + 208;
/** Bytes of all constants. */
export const LOSS_TABLE: usize = EXP_TABLE + 224;

export function writeScale(table: usize, scale: f32): void {
  writeExpTable(table);
  writeSplat(table + SCALE, scale);
}

/** How a focused cross-entropy weighs active and inactive labels. */
@unmanaged
export class Focus {
  gammaPos: f32;
  gammaNeg: f32;
  weightPos: f32;
  weightNeg: f32;
  clip: f32;
  /** The logit whose probability is `clip`. */
  clipped: f32;
  /** The largest value of the logarithms; above it they count as constant. */
  most: f32;
  /** 1 for the whole gradient, 0 to take the focusing weights as constants. */
  moving: f32;
}

export function writeFocus(table: usize, focus: Focus): void {
  writeSide(table + INACTIVE, focus.gammaNeg, focus.weightNeg, focus.moving);
  writeSide(table + ACTIVE, focus.gammaPos, focus.weightPos, focus.moving);
  writeSplat(table + MOST, focus.most);
  writeSplat(table + CLIP, focus.clip);
  writeSplat(table + CLIPPED, focus.clipped);
  writeSplat(table + ALMOST_INFINITY, 1e30);
  writeSplat(table + LEAST, 1.17549435e-38);
}

function writeSide(side: usize, gamma: f32, weight: f32, moving: f32): void {
  writeSplat(side + MINUS_GAMMA, -gamma);
  writeSplat(side + MOVING_GAMMA, gamma * moving);
  writeSplat(side + WEIGHT, weight);
  writeSplat(side + GAMMA, gamma);
}
