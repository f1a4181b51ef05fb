import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { color, type ColorName } from './palette.js';

/** The page's letters: whatever the reader's system has, so that nothing is loaded. */
export const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** A plot and what it says to somebody who cannot see it. */
export interface Chart {
  /** Unique in the page: the ids inside the SVG start with it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly plot: Plot.PlotOptions;
}

/** Draws a chart without a browser, as markup for a page that defines the palette's custom properties. */
export function inlineSvg({ id, title, description, plot }: Chart): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...plot, document, style: { overflow: 'visible' } }) as SVGSVGElement;
  const attributes = {
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-description`,
    'font-family': font,
    'font-size': '13',
    fill: color('ink'),
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  // Elements, not attributes: linkedom escapes text for XML, but not attributes.
  const words = Object.entries({ title, desc: description }).map(([name, text]) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    element.setAttribute('id', `${id}-${name === 'desc' ? 'description' : name}`);
    element.textContent = text;
    return element;
  });
  svg.prepend(...words);
  return svg.outerHTML;
}

/** The `fill` that refers to a hatch of `hatch`. */
export const hatchFill = (chartId: string): string => `url(#${chartId}-hatch)`;

/** A mark that draws nothing and defines a hatch: the sign for what is out of reach. */
export function hatch(chartId: string, name: ColorName): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) => {
    const element = (tag: string, attributes: Record<string, string | number>): SVGElement => {
      const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
      return node;
    };
    const pattern = element('pattern', {
      id: `${chartId}-hatch`,
      width: 7,
      height: 7,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    });
    pattern.append(
      element('rect', { width: 7, height: 7, fill: color('paper') }),
      element('rect', { width: 2.2, height: 7, fill: color(name) }),
    );
    const defs = element('defs', {});
    defs.append(pattern);
    return defs;
  };
}
