import { type BackendName, useBackend } from '@argmaxable/node';
import { writeTables } from './docs-table.js';
import { figures } from './figures/index.js';
import { parseTask, shownArguments } from './options.js';
import { runFigure } from './run-figure.js';

const args = process.argv.slice(2);
const task = parseTask(args, figures);
const program = 'npm run study --';
const command = [program, ...args].join(' ');
const interrupted = new AbortController();
// The first Ctrl-C stops after the step at hand; a second one at once.
process.once('SIGINT', () => {
  interrupted.abort();
  process.once('SIGINT', () => process.exit(130));
});

try {
  if (task.kind === 'table') {
    const written = await writeTables(figures, task.output, task.page);
    if (written.length === 0) throw new Error(`${task.output} has no results. Run a figure first.`);
    console.log(`Wrote the tables of ${written.join(', ')} into ${task.page}.`);
  } else {
    const { backend } = await useBackend(task.backend as BackendName | undefined);
    const shown = `${program} ${shownArguments(args)}`;
    await runFigure(task.figure, { ...task, command: shown, backend, signal: interrupted.signal });
  }
} catch (error) {
  if (interrupted.signal.aborted) {
    console.log(`Stopped. What is finished is kept; this goes on: ${command}`);
    process.exitCode = 130;
  } else {
    console.error(`\n${(error as Error).message}`);
    process.exitCode = 1;
  }
}
