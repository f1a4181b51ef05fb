/**
 * What is used of papaparse. Its published types bring those of Node.js along, which code for browsers must
 * not see.
 */
declare module 'papaparse' {
  interface ParseError {
    readonly code: 'MissingQuotes' | 'InvalidQuotes';
    /** Where the field starts, in characters of the input. */
    readonly index: number;
  }

  interface ParseResult {
    readonly data: string[][];
    readonly errors: readonly ParseError[];
    /** `cursor`: the end of the last row. */
    readonly meta: { readonly cursor: number };
  }

  const papaparse: {
    /** The parser of one piece of text at a time. */
    readonly Parser: new (config: {
      delimiter: string;
      newline: '\n';
      /** True: a quote is a character like any other. */
      fastMode?: boolean;
    }) => { parse(input: string, baseIndex: number, ignoreLastRow: boolean): ParseResult };
    /** Writes rows; what is read is tested against it. */
    readonly unparse: (
      rows: readonly (readonly string[])[],
      config?: { delimiter?: string; newline?: string; quotes?: boolean },
    ) => string;
  };
  export default papaparse;
}
