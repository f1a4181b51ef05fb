// The compiler's shared settings leave Node's types out, so that no browser package can lean on them; this
// one may.
/// <reference types="node" />
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
 * @param args What comes after the command's name, such as `['count', '-n', '4', '-d', '2']`.
 * @param context Where it writes to, the process's streams by default; `signal` stops a run.
 * @returns What the process should exit with: 0, all label sets argmaxable (or all certificates valid); 1,
 *   some not; 2, an error, said in one line on stderr, with the code that puts it right under it where there
 *   is some; 130, stopped by the signal. It does not throw.
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
    // Commander has said what was wrong, or shown the help that was asked for.
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
    .description('Which label sets can a trained multi-label model predict? Every answer with a proof.')
    .version(version)
    .option('--debug', 'show where an error comes from')
    .configureOutput({
      writeOut: (text) => context.stdout.write(printable(text)),
      writeErr: (text) => context.stderr.write(printable(text)),
      // An argument that it names may have several lines.
      outputError: (text, write) => write(`${printableLine(text.trim())}\n`),
    })
    .configureHelp({ showGlobalOptions: true })
    .allowExcessArguments(false)
    .addHelpText('after', '\nExit code: 0 all argmaxable, 1 some not, 2 error.')
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
