import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import { customProperties } from './palette.js';
import { FONT } from './svg.js';

/**
 * Fills in the template of a page that loads nothing: styles and plots are inside it, and it runs no script.
 *
 * The template escapes whatever it prints with `<%= %>`; only what is made here, the style sheet (as
 * `it.style`) and the plots, may go in as it is, with `<%~ %>`.
 *
 * @param template the file of the template.
 * @param view what the template fills in.
 * @returns the whole document, ready to be written to a file and opened from there.
 */
export function renderPage(template: URL, view: object): string {
  const colors = [
    `:root { color-scheme: light dark; --font: ${FONT}; ${customProperties('light')} }`,
    // Paper is light whatever the screen prefers.
    `@media screen and (prefers-color-scheme: dark) { :root { ${customProperties('dark')} } }`,
  ];
  const styles = readFileSync(new URL('styles.css', import.meta.url), 'utf8');
  return new Eta({ autoEscape: true }).renderString(readFileSync(template, 'utf8'), {
    ...view,
    style: `${colors.join('\n')}\n${styles}`,
  });
}
