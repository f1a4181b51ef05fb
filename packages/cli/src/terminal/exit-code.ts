/** The exit codes of the command, in addition to 130 after Ctrl-C. */
export const exitCode = {
  /** All label sets are argmaxable, or all certificates hold, or the command has no such result. */
  allGood: 0,
  /** Some label sets are not argmaxable, or some certificates do not hold. */
  someNot: 1,
  error: 2,
  interrupted: 130,
} as const;
