import { log2OfBigInt } from '@argmaxable/core';
import type { Command } from 'commander';
import { coverCount } from '@argmaxable/verify';
import { CliError } from '../errors/cli-error.js';
import { type Context, printLine } from '../terminal/context.js';
import { exitCode } from '../terminal/exit-code.js';
import { integer } from '../option-values.js';

interface Options {
  readonly n: number;
  readonly d: number;
  readonly bias?: boolean;
  readonly json?: boolean;
}

/** The count takes seconds up to this limit of bits times terms; above it, minutes or more. */
const mostWork = 2 ** 34;

/** `argmaxable count -n N -d D`. */
export function addCount(program: Command, { stdout }: Context, end: (code: number) => void): void {
  program
    .command('count')
    .summary('how many label sets n labels and d features reach')
    .description(
      'How many of the 2^n label sets a linear classifier of n labels and d features reaches, ' +
        'if its rows are in general position; otherwise it is an upper bound (Cover 1965): 2 (C(n-1, 0) + ... + C(n-1, d-1)).',
    )
    .requiredOption('-n <labels>', 'number of labels', integer(1))
    .requiredOption('-d <features>', 'number of features', integer(1))
    .option('--bias', 'the classifier has a bias')
    .option('--json', 'print JSON')
    .action(({ n, d, bias = false, json = false }: Options) => {
      if (n * Math.min(n, d) > mostWork) {
        throw new CliError(`n = ${n} and d = ${d} are too many to count: n d must not exceed 2^34.`);
      }
      // With a bias, the sets are those of n + 1 rows in d + 1 dimensions whose last sign is +: half of the
      // count.
      const count = bias ? coverCount(n + 1, d + 1) / 2n : coverCount(n, d);
      const log2Share = log2OfBigInt(count) - n;
      printLine(
        stdout,
        json
          ? JSON.stringify({ n, d, bias, count: String(count), log2Share })
          : describe(n, d, count, log2Share),
      );
      end(exitCode.allGood);
    });
}

function describe(n: number, d: number, count: bigint, log2Share: number): string {
  const share =
    log2Share === 0
      ? 'all'
      : log2Share > -20
        ? `${Number((100 * 2 ** log2Share).toPrecision(3))} %`
        : `2^${log2Share.toFixed(1)}`;
  return [
    `labels        ${n}`,
    `features      ${d}`,
    `label sets    2^${n}`,
    `reachable     ${String(count)}`,
    `share         ${share}`,
  ].join('\n');
}
