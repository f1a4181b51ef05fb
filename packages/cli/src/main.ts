// The compiler's shared settings leave out Node's types, so that no browser package can depend on them; this
// package may. / <reference types="node" />
import { printable, printableLine } from '@argmaxable/core';
import { Command, CommanderError } from 'commander';
import { addCheckCertificates } from './commands/check-certificates.js';
import { addCount } from './commands/count.js';
import { addMerge } from './commands/merge.js';
import { addStats } from './commands/stats.js';
import { addVerify } from './commands/verify.js';
import { CliError } from './errors/cli-error.js';
import { type Context, printLine } from './terminal/context.js';
import { exitCode } from './terminal/exit-code.js';
import { releaseOutputs } from './output/atomic-file.js';
import { version } from './version.js';

/**
 * Runs the `argmaxable` command.
 *
 * @param args The arguments after the command's name, such as `['count', '-n', '4', '-d', '2']`.
 * @param context The streams that it writes to, those of the process by default; `signal` stops a run.
 * @returns The exit code for the process: 0 if all label sets are argmaxable (or all certificates valid); 1
 *   if some are not; 2 after an error, which is one line on stderr, sometimes followed by code that solves
 *   the problem; 130 if the signal stopped it. It does not throw.
 *
 * @example
 * import { main } from '@argmaxable/cli';
 * await main(['count', '-n', '4', '-d', '2']); // prints that 8 of the 16 label sets are reachable
 */
export async function main(args: readonly string[], context: Partial<Context> = {}): Promise<number> {
  const { stdout = process.stdout, stderr = process.stderr, signal } = context;
  let code: number = exitCode.allGood;
  const program = build({ stdout, stderr, signal }, (result) => (code = result));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has already printed the error or the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.allGood : exitCode.error;
    if (signal?.aborted) {
      printLine(stderr, 'argmaxable: stopped.');
      return exitCode.interrupted;
    }
    const debug = program.opts<{ debug?: boolean }>().debug ?? false;
    printLine(stderr, debug ? stackOf(error) : `argmaxable: ${oneLine(error)}`);
    if (error instanceof CliError) error.recipe.forEach((line) => printLine(stderr, `  ${line}`));
    return exitCode.error;
  } finally {
    await releaseOutputs();
  }
}

function build(context: Context, end: (code: number) => void): Command {
  const program = new Command('argmaxable')
    .description('Which label sets can a trained multi-label model predict? Every answer has a proof.')
    .version(version)
    .option('--debug', 'show the stack trace of an error')
    .configureOutput({
      writeOut: (text) => context.stdout.write(printable(text)),
      writeErr: (text) => context.stderr.write(printable(text)),
      // An argument in the message may have several lines.
      outputError: (text, write) => write(`${printableLine(text.trim())}\n`),
    })
    .configureHelp({ showGlobalOptions: true })
    .allowExcessArguments(false)
    .addHelpText('after', '\nExit code: 0 if all sets are argmaxable, 1 if some are not, 2 after an error.')
    .exitOverride();
  addVerify(program, context, end);
  addCheckCertificates(program, context, end);
  addMerge(program, context, end);
  addStats(program, context, end);
  addCount(program, context, end);
  return program;
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return printableLine(message.trim().replace(/\s*\n\s*/g, ' '));
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
