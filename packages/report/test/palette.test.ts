import { color, verdicts, verdictWords } from '../src/index.js';
import { colors, customProperties } from '../src/palette.js';

/** Relative luminance, as WCAG defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test.each(['light', 'dark'] as const)(
  'text and models have a contrast of 4.5 or more on paper: %s',
  (scheme) => {
    for (const name of ['ink', 'soft', 'warm1', 'warm2', 'cool1', 'cool2', 'undecided'] as const) {
      expect(contrast(colors[name][scheme], colors.paper[scheme])).toBeGreaterThanOrEqual(4.5);
    }
  },
);

test('a colour is a custom property that both schemes declare, and another name is refused', () => {
  expect(color('warm1')).toBe('var(--warm1)');
  expect(customProperties('light')).toContain(`--warm1: ${colors.warm1.light};`);
  expect(customProperties('dark')).toContain(`--warm1: ${colors.warm1.dark};`);
  expect(() => color('red' as never)).toThrow('warm1');
});

test('every verdict has its word, in the order of reports', () => {
  expect(verdicts.map((verdict) => verdictWords[verdict])).toEqual([
    'reachable',
    'out of reach',
    'undecided',
  ]);
});
