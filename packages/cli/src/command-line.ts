import { exitCode } from './terminal/exit-code.js';
import { main } from './main.js';

/** The command as a process: its arguments, its exit code, Ctrl-C. */
export async function runCommandLine(): Promise<void> {
  const interrupted = new AbortController();
  // The first Ctrl-C stops after the label set at hand; a second one at once.
  process.once('SIGINT', () => {
    interrupted.abort();
    process.once('SIGINT', () => process.exit(exitCode.interrupted));
  });
  // Whoever reads a pipe may have had enough: `argmaxable ... | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  process.exitCode = await main(process.argv.slice(2), { signal: interrupted.signal });
}
