/** A fraction as '51.2 %', for the terminal. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
