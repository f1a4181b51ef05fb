import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import type { RunResult } from '../result.js';
import { customProperties } from './palette.js';
import { FONT } from './svg.js';
import { viewOf } from './view.js';

const beside = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/**
 * Renders a run as one HTML page that loads nothing: styles and plots are inside it, and it runs no script.
 *
 * Glosses, labels and the command come from outside, so the template escapes whatever it prints; only the style
 * sheet and the plots, which are made here, go in as they are.
 *
 * @param result what the run found out.
 * @returns the whole document, ready to be written to a file and opened from there.
 */
export function renderReport(result: RunResult): string {
  const colors = [
    `:root { color-scheme: light dark; --font: ${FONT}; ${customProperties('light')} }`,
    // Paper is light whatever the screen prefers.
    `@media screen and (prefers-color-scheme: dark) { :root { ${customProperties('dark')} } }`,
  ];
  return new Eta({ autoEscape: true }).renderString(beside('report.eta'), {
    ...viewOf(result),
    style: `${colors.join('\n')}\n${beside('styles.css')}`,
  });
}
