#!/usr/bin/env node
import { runCommandLine } from '../dist/esm/command-line.js';

await runCommandLine();
