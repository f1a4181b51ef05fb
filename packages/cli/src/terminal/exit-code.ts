/** What the command ends with, besides 130 after Ctrl-C. */
export const exitCode = {
  /** All label sets are argmaxable, or all certificates hold; or nothing was asked that could fail. */
  allGood: 0,
  /** Some are not. */
  someNot: 1,
  error: 2,
  interrupted: 130,
} as const;
