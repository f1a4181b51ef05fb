import { type Page, renderPage } from '../../src/index.js';

const page: Page = { title: 'Results', template: '<h1><%= it.name %></h1>', view: { name: 'A' } };
const look = { color: 'warm1', symbol: 'square' };

test('a page is whole: title, styles of both schemes, what the template fills in', () => {
  const html = renderPage({ ...page, style: '.mine { margin: 0; }' });
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html).toContain('<title>Results</title>');
  expect(html).toContain('<h1>A</h1>');
  expect(html).toContain('.mine { margin: 0; }');
  expect(html).toContain('--warm1:');
  expect(html).toContain('prefers-color-scheme: dark');
});

test('names from outside are escaped, and turn no direction of writing', () => {
  const html = renderPage({ ...page, title: '<b>&', view: { name: '<script>\u202e"x"' } });
  expect(html).toContain('<title>&lt;b&gt;&amp;</title>');
  expect(html).not.toMatch(/<script|\u202e/);
});

test('a page loads nothing; pictures as data only where they are asked for', () => {
  expect(renderPage(page)).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(renderPage({ ...page, pictures: true })).toContain('; img-src data:"');
});

test.each([
  [
    'figure',
    { title: 'Radii', note: 'of all', svg: '<svg></svg>' },
    ['<strong>Radii</strong>', '<span>of all</span>', '<svg></svg>'],
  ],
  ['legend', { models: [{ name: 'BSL', look }] }, ['class="point square"', '--model: var(--warm1)', 'BSL']],
  [
    'tiles',
    {
      tiles: [
        { name: 'BSL', color: 'cool1', kind: 'k', big: '9', of: 'of 10', rows: [{ name: 'n', text: 't' }] },
      ],
    },
    ['var(--cool1)', '<h3>BSL</h3>', '<p class="big">9</p>', '<dt>n</dt><dd>t</dd>'],
  ],
  [
    'models',
    {
      models: [{ name: 'BSL', look }],
      rows: [{ name: 'F1', cells: [{ text: '41.0 %', note: 'n', best: true }] }],
    },
    ['BSL</th>', '<th scope="row">F1</th>', '<td class="best"><small>n</small> 41.0 %</td>'],
  ],
  ['facts', { facts: [{ name: 'seed', text: '1', code: true }] }, ['<dt>seed</dt><dd><code>1</code></dd>']],
])('the part %s', (name, view, parts) => {
  const html = renderPage({ ...page, template: `<%~ include('@${name}', it) %>`, view });
  for (const part of parts) expect(html).toContain(part);
});

test('what is no page is refused in words', () => {
  for (const [wrong, message] of [
    [null, 'options of renderPage'],
    [{ ...page, title: 5 }, 'title'],
    [{ ...page, template: undefined }, 'template'],
    [{ ...page, view: [] }, 'view must be an object'],
    [{ ...page, style: 1 }, 'style'],
    [{ ...page, pictures: 'yes' }, 'pictures'],
    [{ ...page, tilte: 'x' }, 'tilte'],
  ] as const) {
    expect(() => renderPage(wrong as never)).toThrow(new RegExp(message, 'i'));
  }
  expect(() => renderPage({ ...page, template: '<% if ( %>' })).toThrow();
});
