/**
 * Numbers as the report writes them. The locale is fixed, so that the same run gives the same file
 * everywhere.
 */
const LOCALE = 'en';

const wholeFormat = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const decimalFormat = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const compactFormat = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const percentFormat = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const finePercentFormat = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });
const scoreFormat = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const dateFormat = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });

/** 12345 as '12,345'. */
export const whole = (value: number): string => wholeFormat.format(value);

/** Three significant digits: '0.0123', '8.25'. */
export const decimal = (value: number): string => decimalFormat.format(value);

/** For axis ticks: '1.2K'. */
export const compact = (value: number): string => compactFormat.format(value);

/** A metric between 0 and 1, always with one decimal, so that columns align: '41.0%'. */
export const score = (value: number): string => (Number.isFinite(value) ? scoreFormat.format(value) : 'n/a');

/**
 * `part` of `total` as a percentage. '0%' and '100%' mean exactly none and exactly all: one unreachable set
 * in ten thousand is the very thing this report is about, and rounding must not hide it.
 */
export function share(part: number, total: number): string {
  if (total === 0) return 'n/a';
  const fraction = part / total;
  if (part === 0 || part === total) return percentFormat.format(fraction);
  if (fraction < 0.001) return '<0.1%';
  if (fraction > 0.999) return '>99.9%';
  return (fraction < 0.1 || fraction > 0.9 ? finePercentFormat : percentFormat).format(fraction);
}

/** A duration: '8.4 s', '3 min 20 s', '1 h 05 min'. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${decimalFormat.format(Number(seconds.toFixed(1)))} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${pad(rounded % 60)} s`;
  const minutes = Math.round(rounded / 60);
  return `${whole(Math.floor(minutes / 60))} h ${pad(minutes % 60)} min`;
}

/** An ISO date as 'March 9, 2025', in UTC; anything that is not a date is returned as it came. */
export function date(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : dateFormat.format(time);
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** '10⁻³'. Unicode superscripts, because an SVG text has no simpler portable way. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** '1.2 × 10⁻⁹' for what is very small, else as `decimal`. */
export function scientific(value: number): string {
  if (value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6)) return decimal(value);
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return `${decimalFormat.format(value / 10 ** exponent)} × ${powerOfTen(exponent)}`;
}
