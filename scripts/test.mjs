/** `npm test`: type-check, lint, format, unit tests, and the packed packages in projects of their own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalledAndBuilt } from './ensure.mjs';
import { root } from './root.mjs';

ensureInstalledAndBuilt();

const counts = { passed: 0, failed: 0, skipped: 0 };
const scratch = mkdtempSync(join(tmpdir(), 'argmaxable-test-'));
try {
  await Promise.all([check('type-check', 'tsc', ['--noEmit']), check('lint', 'eslint', ['.'])]);
  await check('format', 'prettier', ['--check', '.']);
  await check('imports', 'depcruise', ['packages', 'examples', 'benchmarks', 'test', 'scripts']);
  await check('package.json files', 'node', ['scripts/manifests.mjs', '--check']);
  await check('picture of the imports', 'node', ['scripts/architecture.mjs', '--check']);
  await jest('unit');
  await jest('consumer');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed > 0 ? 1 : 0;

/** One command that passes or fails as a whole; its output is shown when it fails. */
async function check(title, command, args) {
  const { code, output } = await run(command, args, 'pipe');
  console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${title}`);
  if (code === 0) {
    counts.passed++;
  } else {
    counts.failed++;
    console.log(output);
  }
}

/** A suite of jest tests, counted one by one. A suite that cannot even be loaded counts as a failed test. */
async function jest(project) {
  const file = join(scratch, `${project}.json`);
  await run('jest', ['--selectProjects', project, '--json', `--outputFile=${file}`], 'inherit');
  const result = JSON.parse(readFileSync(file, 'utf8'));
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  counts.skipped += result.numPendingTests + result.numTodoTests;
}

function run(command, args, output) {
  return new Promise((resolve, reject) => {
    // Jest writes its report for people to stderr, and with --json a second one for machines to stdout.
    const stdio = output === 'pipe' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'ignore', 'inherit'];
    const bin = command === 'node' ? process.execPath : join(root, 'node_modules/.bin', command);
    const child = spawn(bin, args, { cwd: root, stdio, shell: process.platform === 'win32' });
    let text = '';
    child.stdout?.on('data', (data) => (text += data));
    child.stderr?.on('data', (data) => (text += data));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output: text }));
  });
}
