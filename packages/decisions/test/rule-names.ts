import * as exported from '../src/index.js';

/** Exports that are functions and no rules. */
const others = ['expectedF', 'independentJoint', 'ruleFromJSON'] as const;

type Exports = typeof exported;
/** Every rule: a table with it as its keys is complete, or does not compile. */
export type RuleName = Exclude<keyof Exports, (typeof others)[number]>;
/** The rules that learn their parameters. */
export type LearntRuleName = { [N in RuleName]: Exports[N] extends { fit: unknown } ? N : never }[RuleName];

export const ruleNames = (Object.keys(exported) as (keyof Exports)[])
  .filter((name): name is RuleName => !(others as readonly string[]).includes(name))
  .sort();
