import { runCommandLine } from '../src/command-line.js';

/** The command as a process of its own, on the sources. */
void runCommandLine();
