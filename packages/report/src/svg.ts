import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { COLORS, color, type ColorName } from './palette.js';

const SVG = 'http://www.w3.org/2000/svg';

/** The page's and the pictures' letters: whatever the reader's system has, so that nothing is loaded. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** A plot and what it says to somebody who cannot see it. */
export interface Chart {
  /** Unique in the page: the ids inside the SVG start with it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly fontSize?: number;
  readonly plot: Plot.PlotOptions;
}

/**
 * Draws a chart without a browser. The title and the description go into elements rather than attributes:
 * they carry names from the data, and linkedom escapes text for XML but not attributes.
 */
export function drawChart({ id, title, description, fontSize = 13, plot }: Chart): SVGSVGElement {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    ...plot,
    document,
    style: { ...(typeof plot.style === 'object' ? plot.style : {}), overflow: 'visible' },
  }) as SVGSVGElement;
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${id}-title ${id}-description`);
  svg.setAttribute('font-family', FONT);
  svg.setAttribute('font-size', String(fontSize));
  svg.setAttribute('fill', color('ink'));
  const labels = [
    ['title', title],
    ['desc', description],
  ].map(([name, text]) => {
    const element = document.createElementNS(SVG, name);
    element.setAttribute('id', `${id}-${name === 'desc' ? 'description' : name}`);
    element.textContent = text;
    return element;
  });
  svg.prepend(...labels);
  return svg;
}

/** The markup of a chart for an HTML page that defines the palette's custom properties. */
export const inlineSvg = (chart: Chart): string => drawChart(chart).outerHTML;

/**
 * The same as a file of its own. The colours are written out in their light version, which any viewer
 * understands, and a style sheet swaps them where the reader prefers dark; the picture brings its own
 * background, so it can be read on a page that goes the other way.
 */
export function standaloneSvg(chart: Chart): string {
  const svg = drawChart(chart);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const background = document.createElementNS(SVG, 'rect');
  const size = (name: string): number => Number(svg.getAttribute(name));
  const box = { x: 0.5, y: 0.5, width: size('width') - 1, height: size('height') - 1, rx: 10 };
  for (const [name, value] of Object.entries(box)) background.setAttribute(name, String(value));
  background.setAttribute('fill', color('paper'));
  background.setAttribute('stroke', color('rule'));

  svg.removeAttribute('class');
  svg.removeAttribute('style');
  const style = svg.querySelector('style');
  if (style) {
    style.textContent = `@media (prefers-color-scheme: dark) { ${darkRules()} }`;
    style.after(background);
  }
  const markup = svg.outerHTML.replace(/var\(--(\w+)\)/g, (_, name: ColorName) => COLORS[name].light);
  return `${markup.replace('<svg', `<svg xmlns="${SVG}"`).replaceAll('currentColor', COLORS.ink.light)}\n`;
}

/**
 * A presentation attribute gives way to any rule, so selecting on its light value is enough to replace it.
 */
function darkRules(): string {
  return Object.values(COLORS)
    .flatMap(({ light, dark }) => [`[fill="${light}"]{fill:${dark}}`, `[stroke="${light}"]{stroke:${dark}}`])
    .join(' ');
}

/** The `fill` that refers to a hatch of `hatches`. */
export const hatchFill = (chartId: string, name: ColorName): string => `url(#${chartId}-hatch-${name})`;

/**
 * A mark that draws nothing and defines the hatch of each named colour: the sign for what is out of reach.
 */
export function hatches(chartId: string, names: readonly ColorName[]): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) => {
    const element = (name: string, attributes: Record<string, string | number>): SVGElement => {
      const node = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
      return node;
    };
    const defs = element('defs', {});
    for (const name of new Set(names)) {
      const pattern = element('pattern', {
        id: `${chartId}-hatch-${name}`,
        width: 7,
        height: 7,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)',
      });
      pattern.append(
        element('rect', { width: 7, height: 7, fill: color('paper') }),
        element('rect', { width: 2.2, height: 7, fill: color(name) }),
      );
      defs.append(pattern);
    }
    return defs;
  };
}
