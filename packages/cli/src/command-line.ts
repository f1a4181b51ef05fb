import { exitCode } from './terminal/exit-code.js';
import { main } from './main.js';

/** The command as a process: its arguments, its exit code, Ctrl-C. */
export async function runCommandLine(): Promise<void> {
  const interrupted = new AbortController();
  // The first Ctrl-C stops the run after the current label set; a second one stops it at once.
  process.once('SIGINT', () => {
    interrupted.abort();
    process.once('SIGINT', () => process.exit(exitCode.interrupted));
  });
  // The reader of a pipe may close it early: `argmaxable ... | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  process.exitCode = await main(process.argv.slice(2), { signal: interrupted.signal });
}
