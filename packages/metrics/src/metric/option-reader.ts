import { checkOneOf, checkOptions, type TargetFormat, targetFormats } from '@argmaxable/core';

/** Options that every metric has. */
export interface MetricOptions {
  /**
   * How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'; see `TargetFormat` of
   * @argmaxable/core.
   */
  readonly targets?: TargetFormat;
}

/** For each option the function that checks its value, or returns the default if the value is undefined. */
export type OptionChecks<Checked> = {
  readonly [Name in Exclude<keyof Checked, 'targets'>]-?: (value: unknown) => Checked[Name];
};

/**
 * A function that checks options and fills in the defaults.
 *
 * @param owner The name in error messages of what has these options.
 */
export type OptionReader<Given extends MetricOptions, Checked> = (
  owner: string,
  options: Given,
) => Readonly<Checked>;

/**
 * Makes the reader of a metric's options from one check per option. The check of `targets` is built in. An
 * option whose check returns undefined is omitted.
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
