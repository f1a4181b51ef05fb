import { ValueError } from '@argmaxable/core';

/* How reports write numbers. The locale is fixed, so that the same results give the same page everywhere. */
const locale = 'en';
const wholeFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const decimalFormat = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
const compactFormat = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });

/** A count: 12345 as '12,345'. */
export function whole(value: number): string {
  return wholeFormat.format(checkIsNumber('value', value));
}

/** A count at an axis: '1.2K'. */
export const compact = (value: number): string => compactFormat.format(value);

/** Three significant digits: '0.0123', '8.25'. */
export function decimal(value: number): string {
  return decimalFormat.format(checkIsNumber('value', value));
}

/**
 * A fraction that was measured, such as a metric, always with one decimal, so that columns align: 0.41 as
 * '41.0 %'; 'n/a' if it is not finite. For counts use `share`.
 */
export function percent(fraction: number): string {
  return Number.isFinite(checkIsNumber('fraction', fraction)) ? `${(100 * fraction).toFixed(1)} %` : 'n/a';
}

/** A fraction at an axis, with only the decimals that it needs: '42 %'. */
export const percentTick = (fraction: number): string => `${decimal(Math.round(fraction * 1000) / 10)} %`;

/**
 * `part` of `total` as a percentage with one decimal. '0 %' and '100 %' mean exactly none and exactly all:
 * one label set out of reach in ten thousand is '< 0.1 %', which rounding must not hide.
 *
 * @param part A count.
 * @param total Another count; if it is 0 the share is 'n/a'.
 *
 * @example
 * import { share } from '@argmaxable/report';
 * console.log(share(1, 3), share(1, 10_000), share(0, 7)); // 33.3 % < 0.1 % 0 %
 */
export function share(part: number, total: number): string {
  checkIsNumber('part', part);
  if (checkIsNumber('total', total) === 0) return 'n/a';
  const fraction = part / total;
  if (part === 0 || part === total) return `${100 * fraction} %`;
  if (fraction < 0.001) return '< 0.1 %';
  if (fraction > 0.999) return '> 99.9 %';
  return percent(fraction);
}

/** A duration: '8.4 s', '3 min 20 s', '1 h 05 min'. */
export function duration(seconds: number): string {
  if (checkIsNumber('seconds', seconds) < 10) return `${decimal(Number(seconds.toFixed(1)))} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${pad(rounded % 60)} s`;
  const minutes = Math.round(rounded / 60);
  return `${whole(Math.floor(minutes / 60))} h ${pad(minutes % 60)} min`;
}

/** An ISO date as 'March 9, 2025', in UTC; text that is not a date is returned unchanged. */
export function date(iso: string): string {
  if (typeof iso !== 'string') throw new ValueError('iso', iso, 'a date as text, such as "2025-03-09"');
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : dateFormat.format(time);
}

const superscript = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** '10⁻³', with Unicode's superscripts, which are the simplest portable way in the text of an SVG. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(checkIsNumber('exponent', exponent)));
  const raised = digits.replace(/\d/g, (digit) => superscript[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${raised}`;
}

/** A radius or tolerance: '1.2 × 10⁻⁹' if it is very small or large, otherwise as `decimal`. */
export function scientific(value: number): string {
  if (!Number.isFinite(checkIsNumber('value', value))) {
    return value > 0 ? '∞' : value < 0 ? '−∞' : 'n/a';
  }
  if (value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6)) return decimal(value);
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return `${decimal(value / 10 ** exponent)} × ${powerOfTen(exponent)}`;
}

function checkIsNumber(argument: string, value: unknown): number {
  if (typeof value !== 'number') throw new ValueError(argument, value, 'a number');
  return value;
}
