import { Eta } from 'eta';
import type { VerifyReport } from '@argmaxable/verify';
import { printable } from '../terminal/printable.js';
import { customProperties } from './palette.js';
import { styles } from './styles.js';
import type { Subject } from './subject.js';
import { font } from './svg.js';
import { template } from './template.js';
import { viewOf } from './view.js';

/**
 * A report as one HTML page that loads nothing and runs nothing. File and label names come from outside:
 * whatever the template inserts is escaped.
 */
export function renderReport(report: VerifyReport, subject: Subject): string {
  const colors = [
    `:root { color-scheme: light dark; --font: ${font}; ${customProperties('light')} }`,
    // Paper is light whatever the screen prefers.
    `@media screen and (prefers-color-scheme: dark) { :root { ${customProperties('dark')} } }`,
  ];
  const view = { ...viewOf(report, subject), style: `${colors.join('\n')}\n${styles}` };
  return new Eta({ autoEscape: true, escapeFunction }).renderString(template, view);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text of files as it stands: no markup, and no marks that turn the direction of writing of what is around
 * them.
 */
function escapeFunction(value: unknown): string {
  return printable(String(value)).replace(/[&<>"']/g, (character) => entities[character]);
}
