/**
 * Numbers as the page writes them; the locale is fixed, so that the same report gives the same page
 * everywhere.
 */
const locale = 'en';
const wholeFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compactFormat = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const decimalFormat = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });

/** 12345 as '12,345'. */
export const whole = (value: number): string => wholeFormat.format(value);

/** For axis ticks: '1.2K'. */
export const compact = (value: number): string => compactFormat.format(value);

/** `part` of `total` as a percentage; '0 %' and '100 %' mean exactly none and exactly all. */
export function share(part: number, total: number): string {
  if (total === 0) return 'n/a';
  const percent = (100 * part) / total;
  if (part === 0 || part === total) return `${percent} %`;
  if (percent < 0.1) return '< 0.1 %';
  if (percent > 99.9) return '> 99.9 %';
  return `${percent.toFixed(1)} %`;
}

const superscript = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** '10⁻³', with Unicode's superscripts: text in an SVG has no simpler portable way. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => superscript[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** '1.2 × 10⁻⁹' for what is very small or large, else '0.012'. */
export function scientific(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'n/a';
  if (value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6)) return decimalFormat.format(value);
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return `${decimalFormat.format(value / 10 ** exponent)} × ${powerOfTen(exponent)}`;
}
