import type { ModelResult } from '../result.js';

/**
 * One set of named colours for the page and its plots, in a light and a dark version. Bottlenecked models are warm and
 * DFT models cool, everywhere; the two hues (vermilion and blue) stay apart for every common colour blindness, and
 * what is out of reach is hatched besides, so that no meaning rests on colour alone. Text colours, and the model
 * colours both as text and under `paper`-coloured text, have a contrast of at least 4.5:1.
 */
export const COLORS = {
  ground: { light: '#f5f6f7', dark: '#0e1116' },
  paper: { light: '#ffffff', dark: '#161b22' },
  ink: { light: '#1a1e24', dark: '#e6e9ee' },
  soft: { light: '#56606b', dark: '#9da7b3' },
  rule: { light: '#dde1e6', dark: '#30363f' },
  bsl1: { light: '#b5450b', dark: '#f2925a' },
  bsl2: { light: '#866207', dark: '#dcb84f' },
  dft1: { light: '#1c5fae', dark: '#6fb1f7' },
  dft2: { light: '#0a6e7f', dark: '#4fc4d1' },
  undecided: { light: '#69717b', dark: '#8d96a1' },
} as const;

export type ColorName = keyof typeof COLORS;

/** A colour as the plots write it: a custom property, which follows the reader's colour scheme. */
export const color = (name: ColorName): string => `var(--${name})`;

/** The declarations of all colours in one scheme, for a CSS rule. */
export function customProperties(scheme: 'light' | 'dark'): string {
  return Object.entries(COLORS)
    .map(([name, value]) => `--${name}: ${value[scheme]};`)
    .join(' ');
}

/** How one model looks in every plot, table and tile. */
export interface Look {
  readonly colorName: ColorName;
  readonly color: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond';
  readonly dash: string | undefined;
}

const VARIANTS: Readonly<Record<ModelResult['kind'], readonly Omit<Look, 'color'>[]>> = {
  bsl: [
    { colorName: 'bsl1', symbol: 'circle', dash: undefined },
    { colorName: 'bsl2', symbol: 'diamond', dash: '5 3' },
  ],
  dft: [
    { colorName: 'dft1', symbol: 'square', dash: undefined },
    { colorName: 'dft2', symbol: 'triangle', dash: '5 3' },
  ],
};

/** A model with its look. */
export interface StyledModel {
  readonly model: ModelResult;
  readonly look: Look;
}

/** Gives every model its look; further models of one kind take turns with that kind's variants. */
export function styleModels(models: readonly ModelResult[]): StyledModel[] {
  const seen = { bsl: 0, dft: 0 };
  return models.map((model) => {
    const variants = VARIANTS[model.kind];
    const variant = variants[seen[model.kind]++ % variants.length];
    return { model, look: { ...variant, color: color(variant.colorName) } };
  });
}
