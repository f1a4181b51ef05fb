import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { color, type ColorName, colors } from './palette.js';

const namespace = 'http://www.w3.org/2000/svg';

/** The font of pages and pictures: a font of the reader's system, so that nothing is loaded. */
export const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** A plot, and its description for readers who cannot see it. */
export interface Chart {
  /** Unique in the page: the ids inside the SVG start with it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The font size of all text in it, in pixels; 13 by default. */
  readonly fontSize?: number;
  readonly plot: Plot.PlotOptions;
}

/**
 * Draws a chart without a browser. The title and the description are written as elements, not as attributes:
 * they contain names from the data, and linkedom escapes text for XML but not attributes.
 */
function drawChart({ id, title, description, fontSize = 13, plot }: Chart): SVGSVGElement {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    ...plot,
    color: { type: 'identity' },
    document,
    style: { overflow: 'visible' },
  }) as SVGSVGElement;
  setAttributes(svg, {
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-description`,
    'font-family': font,
    'font-size': fontSize,
    fill: color('ink'),
  });
  const words = Object.entries({ title, description }).map(([name, text]) => {
    const element = document.createElementNS(namespace, name === 'title' ? 'title' : 'desc');
    element.setAttribute('id', `${id}-${name}`);
    element.textContent = text;
    return element;
  });
  svg.prepend(...words);
  return svg;
}

/** The markup of a chart for an HTML page that defines the palette's custom properties. */
export const inlineSvg = (chart: Chart): string => drawChart(chart).outerHTML;

/**
 * The same as a separate file. The colours are written in their light version, which every viewer
 * understands, and a style sheet replaces them if the reader prefers dark. The picture has its own
 * background, so it can be read on a page with the other scheme.
 */
export function standaloneSvg(chart: Chart): string {
  const svg = drawChart(chart);
  const size = (name: string): number => Number(svg.getAttribute(name));
  const background = svg.ownerDocument.createElementNS(namespace, 'rect');
  setAttributes(background, {
    ...{ x: 0.5, y: 0.5, width: size('width') - 1, height: size('height') - 1, rx: 10 },
    ...{ fill: color('paper'), stroke: color('rule') },
  });
  svg.removeAttribute('class');
  svg.removeAttribute('style');
  const style = svg.querySelector('style');
  if (style) {
    style.textContent = `@media (prefers-color-scheme: dark) { ${darkRules()} }`;
    style.after(background);
  }
  const markup = svg.outerHTML.replace(/var\(--(\w+)\)/g, (_, name: ColorName) => colors[name].light);
  return `${markup.replace('<svg', `<svg xmlns="${namespace}"`).replaceAll('currentColor', colors.ink.light)}\n`;
}

/**
 * Every CSS rule overrides a presentation attribute, so a rule that selects its light value is enough to
 * replace it.
 */
function darkRules(): string {
  return Object.values(colors)
    .flatMap(({ light, dark }) => [`[fill="${light}"]{fill:${dark}}`, `[stroke="${light}"]{stroke:${dark}}`])
    .join(' ');
}

/** The `fill` that refers to a hatch of `hatches`. */
export const hatchFill = (chartId: string, name: ColorName): string => `url(#${chartId}-hatch-${name})`;

/**
 * A mark that draws nothing and defines the hatch of each named colour; hatches stand for sets out of reach.
 */
export function hatches(chartId: string, names: Iterable<ColorName>): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) => {
    const element = (name: string, attributes: Record<string, string | number>): Element =>
      setAttributes(document.createElementNS(namespace, name), attributes);
    const defs = element('defs', {});
    for (const name of new Set(names)) {
      const pattern = element('pattern', {
        ...{ id: `${chartId}-hatch-${name}`, width: 7, height: 7 },
        ...{ patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      });
      pattern.append(
        element('rect', { width: 7, height: 7, fill: color('paper') }),
        element('rect', { width: 2.2, height: 7, fill: color(name) }),
      );
      defs.append(pattern);
    }
    return defs as SVGElement;
  };
}

function setAttributes<E extends Element>(element: E, attributes: Record<string, string | number>): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
