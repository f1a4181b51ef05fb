/**
 * The named colours of the page and its plots, light and dark. Hatches go with the colours, so that no
 * meaning rests on them alone; text has a contrast of at least 4.5:1.
 */
const colors = {
  ground: { light: '#f5f6f7', dark: '#0e1116' },
  paper: { light: '#ffffff', dark: '#161b22' },
  ink: { light: '#1a1e24', dark: '#e6e9ee' },
  soft: { light: '#56606b', dark: '#9da7b3' },
  rule: { light: '#dde1e6', dark: '#30363f' },
  reach: { light: '#1c5fae', dark: '#6fb1f7' },
  out: { light: '#b5450b', dark: '#f2925a' },
  undecided: { light: '#69717b', dark: '#8d96a1' },
} as const;

export type ColorName = keyof typeof colors;

/** A colour as plots and styles write it: a custom property, which follows the reader's colour scheme. */
export const color = (name: ColorName): string => `var(--${name})`;

/** The declarations of all colours in one scheme, for a CSS rule. */
export function customProperties(scheme: 'light' | 'dark'): string {
  return Object.entries(colors)
    .map(([name, value]) => `--${name}: ${value[scheme]};`)
    .join(' ');
}
