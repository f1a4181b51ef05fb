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

/** The parts of a page. */
export interface Page {
  /** The title, in the browser's tab. */
  readonly title: string;
  /** The content of the page, as an [Eta](https://eta.js.org) template. */
  readonly template: string;
  /** The values for the template, which it reads as `it`. */
  readonly view: object;
  /** CSS rules in addition to those of every page. */
  readonly style?: string;
  /** Whether pictures as `data:` addresses are allowed. False by default. */
  readonly pictures?: boolean;
}

/**
 * Fills in the template of a page that loads nothing: styles and plots are inside it, and it runs no script.
 *
 * The template escapes everything that it prints with `<%= %>`, because names come from outside. Only plots
 * and parts of a page, which this package makes, are inserted without escaping, with `<%~ %>`. The parts and
 * their values are `include('@figure', { title, note, svg })`, `include('@legend', { models })` with `{ name,
 * look }`, `include('@tiles', { tiles })` with `{ name, color, kind, big, of, rows }`, `include('@models', {
 * models, rows })`, the table with models as columns, and `include('@facts', { facts })` with `{ name, text,
 * code }`.
 *
 * @returns The whole document, which can be written to a file and opened from there.
 * @throws ValueError for an invalid page; Eta's errors for a wrong template.
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
  if (!isPlainObject(view)) throw new ValueError('view', view, 'an object with the values for the template');
  // Names come from outside: no mark in them may change the writing direction of the text around them.
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
    // Paper is always light, also if the screen prefers dark.
    `@media screen and (prefers-color-scheme: dark) { :root { ${customProperties('dark')} } }`,
  ].join('\n');
}
