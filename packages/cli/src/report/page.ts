import { Eta } from 'eta';
import type { VerifyReport } from '@argmaxable/verify';
import { customProperties } from './palette.js';
import { styles } from './styles.js';
import type { Subject } from './subject.js';
import { font } from './svg.js';
import { template } from './template.js';
import { viewOf } from './view.js';

/**
 * A report as one HTML page that loads nothing and runs nothing. File and label names come from outside; the template
 * escapes them.
 */
export function renderReport(report: VerifyReport, subject: Subject): string {
  const colors = [
    `:root { color-scheme: light dark; --font: ${font}; ${customProperties('light')} }`,
    // Paper is light whatever the screen prefers.
    `@media screen and (prefers-color-scheme: dark) { :root { ${customProperties('dark')} } }`,
  ];
  const view = { ...viewOf(report, subject), style: `${colors.join('\n')}\n${styles}` };
  return new Eta({ autoEscape: true }).renderString(template, view);
}
