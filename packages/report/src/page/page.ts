import {
  checkBoolean,
  checkOptions,
  checkString,
  isPlainObject,
  printable,
  ValueError,
} from '@argmaxable/core';
import { Eta } from 'eta/core';
import { customProperties } from '../palette.js';
import { font } from '../svg.js';
import { styles } from './styles.js';
import { parts, shell } from './templates.js';

/** What a page is made of. */
export interface Page {
  /** In the browser's tab. */
  readonly title: string;
  /** What stands in the page, as an [Eta](https://eta.js.org) template. */
  readonly template: string;
  /** What the template fills in, as `it`. */
  readonly view: object;
  /** CSS rules beside those of every page. */
  readonly style?: string;
  /** Whether pictures as `data:` addresses are allowed. False by default. */
  readonly pictures?: boolean;
}

/**
 * Fills in the template of a page that loads nothing: styles and plots are inside it, and it runs no script.
 *
 * The template escapes whatever it prints with `<%= %>`: names come from outside. Only what is made here, the
 * plots and the parts of a page, goes in as it is, with `<%~ %>`. Parts are, each with what it fills in:
 * `include('@figure', { title, note, svg })`, `include('@legend', { models })` with `{ name, look }`,
 * `include('@tiles', { tiles })` with `{ name, color, kind, big, of, rows }`, `include('@models', { models,
 * rows })`, the table with models as columns, and `include('@facts', { facts })` with `{ name, text, code }`.
 *
 * @returns the whole document, ready to be written to a file and opened from there.
 * @throws ValueError for what is no page; Eta's errors for a template that is wrong.
 *
 * @example
 * import { renderPage, share } from '@argmaxable/report';
 * const template = '<h1><%= it.name %>: <%= it.share %></h1>';
 * const view = { name: 'A & B', share: share(1, 3) };
 * console.log(renderPage({ title: 'Shares', template, view })); // <!doctype html> ... A &amp; B: 33.3 %
 */
export function renderPage(page: Page): string {
  const {
    title,
    template,
    view,
    style = '',
    pictures = false,
  } = checkOptions('renderPage', page, [...['title', 'template', 'view', 'style', 'pictures']]);
  checkString('title', title);
  checkString('template', template);
  checkString('style', style);
  checkBoolean('pictures', pictures);
  if (!isPlainObject(view)) throw new ValueError('view', view, 'an object of what the template fills in');
  // Names come from outside: no mark of theirs may turn the direction of writing of what is around them.
  const eta = new Eta({
    autoEscape: true,
    autoFilter: true,
    filterFunction: (value) => printable(String(value)),
  });
  for (const [name, part] of Object.entries(parts)) eta.loadTemplate(`@${name}`, part);
  return eta.renderString(shell, {
    title,
    pictures,
    style: [rootStyle(), styles, style].join('\n'),
    body: eta.renderString(template, view),
  });
}

/** The palette, in the colour scheme that the reader prefers. */
function rootStyle(): string {
  return [
    `:root { color-scheme: light dark; --font: ${font}; ${customProperties('light')} }`,
    // Paper is light whatever the screen prefers.
    `@media screen and (prefers-color-scheme: dark) { :root { ${customProperties('dark')} } }`,
  ].join('\n');
}
