import { checkOneOf, checkOptions, type TargetFormat, targetFormats } from '@argmaxable/core';

/** Options that every metric has. */
export interface MetricOptions {
  /**
   * How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'; see `TargetFormat` of
   * @argmaxable/core.
   */
  readonly targets?: TargetFormat;
}

/** For each option what checks the value given, or fills in the default where that is undefined. */
export type OptionChecks<Checked> = {
  readonly [Name in Exclude<keyof Checked, 'targets'>]-?: (value: unknown) => Checked[Name];
};

/**
 * Checks options and fills in the defaults.
 *
 * @param owner Whose options they are, in error messages.
 */
export type OptionReader<Given extends MetricOptions, Checked> = (
  owner: string,
  options: Given,
) => Readonly<Checked>;

/**
 * Makes the reader of a metric's options from the check of each. `targets` need not be named. An option whose
 * check returns undefined is left out.
 */
export function optionReader<Given extends MetricOptions, Checked extends MetricOptions = Required<Given>>(
  checks: OptionChecks<Checked>,
): OptionReader<Given, Checked> {
  const all = { ...checks, targets: (format = 'auto') => checkOneOf('targets', format, targetFormats) };
  const entries = Object.entries(all) as [string, (value: unknown) => unknown][];
  const names = entries.map(([name]) => name);
  return (owner, options) => {
    const given = checkOptions(owner, options, names) as Record<string, unknown>;
    const checked = entries.map(([name, check]) => [name, check(given[name])]);
    return Object.freeze(
      Object.fromEntries(checked.filter(([, value]) => value !== undefined)) as unknown as Checked,
    );
  };
}
