import { Eta } from 'eta/core';
import { customProperties } from '../palette.js';
import { FONT } from '../svg.js';
import { styles } from './styles.js';

/**
 * Fills in the template of a page that loads nothing: styles and plots are inside it, and it runs no script.
 *
 * The template escapes whatever it prints with `<%= %>`; only what is made here, the style sheet (as
 * `it.style`) and the plots, may go in as it is, with `<%~ %>`.
 *
 * @param template the template, in Eta's language.
 * @param view what the template fills in.
 * @returns the whole document, ready to be written to a file and opened from there.
 */
export function renderPage(template: string, view: object): string {
  const colors = [
    `:root { color-scheme: light dark; --font: ${FONT}; ${customProperties('light')} }`,
    // Paper is light whatever the screen prefers.
    `@media screen and (prefers-color-scheme: dark) { :root { ${customProperties('dark')} } }`,
  ];
  return new Eta({ autoEscape: true }).renderString(template, {
    ...view,
    style: `${colors.join('\n')}\n${styles}`,
  });
}
