import { checkOneOf } from '@argmaxable/core';

/**
 * One set of named colours for a page and its plots, in a light and a dark version. A report gives one kind
 * of model the warm colours and the other the cool ones; without models, reachable sets are cool and sets out
 * of reach are warm. The two hues (vermilion and blue) can be told apart with every common colour blindness,
 * and symbols or hatches are used with them, so that no meaning depends on colour alone. Text colours, and
 * the model colours both as text and under `paper`-coloured text, have a contrast of at least 4.5:1.
 */
export const colors = {
  ground: { light: '#f5f6f7', dark: '#0e1116' },
  paper: { light: '#ffffff', dark: '#161b22' },
  ink: { light: '#1a1e24', dark: '#e6e9ee' },
  soft: { light: '#56606b', dark: '#9da7b3' },
  rule: { light: '#dde1e6', dark: '#30363f' },
  warm1: { light: '#b5450b', dark: '#f2925a' },
  warm2: { light: '#866207', dark: '#dcb84f' },
  cool1: { light: '#1c5fae', dark: '#6fb1f7' },
  cool2: { light: '#0a6e7f', dark: '#4fc4d1' },
  undecided: { light: '#69717b', dark: '#8d96a1' },
} as const;

/** A colour of pages and plots. */
export type ColorName = keyof typeof colors;

export const colorNames = Object.keys(colors) as readonly ColorName[];

/**
 * A colour in the form that styles and plots use: a custom property, which follows the reader's colour
 * scheme.
 *
 * @throws ValueError for a name that is not the name of a colour.
 *
 * @example
 * import { color } from '@argmaxable/report';
 * console.log(color('warm1')); // var(--warm1)
 */
export function color(name: ColorName): string {
  return `var(--${checkOneOf('name', name, colorNames)})`;
}

/** The declarations of all colours in one scheme, for a CSS rule. */
export function customProperties(scheme: 'light' | 'dark'): string {
  return Object.entries(colors)
    .map(([name, value]) => `--${name}: ${value[scheme]};`)
    .join(' ');
}

/** The look of one model in every plot, table and tile. */
export interface Look {
  readonly color: ColorName;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond';
  /** The pattern of dashed lines, as SVG's `stroke-dasharray`; without it lines are solid. */
  readonly dash?: string;
}
