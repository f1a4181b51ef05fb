/**
 * Draws the picture of docs/architecture.md from the imports of the packages' sources:
 * `node scripts/architecture.mjs`. `--check`, a part of `npm run lint`, writes nothing and exits with 1 where
 * the picture is not what the imports are.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const page = join(root, 'docs/architecture.md');
const imports = importsOfPackages();
const before = readFileSync(page, 'utf8');
const after = before.replace(/(?<=```mermaid\n).*?(?=```\n)/s, picture(imports));
if (after !== before && process.argv.includes('--check')) {
  console.error('docs/architecture.md does not show the imports as they are: run npm run architecture');
  process.exitCode = 1;
} else if (after !== before) {
  writeFileSync(page, after);
  console.log('wrote docs/architecture.md');
}

/** The packages that each published package imports, by its folder's name. */
function importsOfPackages() {
  const ofSources = ['--include-only', '^packages/[^/]+/src/', '--collapse', '^packages/[^/]+'];
  const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [depcruise, 'packages', ...ofSources, '--output-type', 'json'];
  const { modules } = JSON.parse(execFileSync(process.execPath, args, { cwd: root, maxBuffer: 2 ** 30 }));
  const nameOf = (path) => path.replace('packages/', '');
  return new Map(
    modules
      .map(({ source, dependencies }) => [
        nameOf(source),
        dependencies.map(({ resolved }) => nameOf(resolved)),
      ])
      .filter(([name]) => isPublished(name))
      .sort(),
  );
}

function isPublished(name) {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')).private !== true;
}

/** An arrow from each package to those that it imports, less those that it reaches by other arrows too. */
function picture(imports) {
  const lines = [...imports].map(([name, others]) => {
    const further = new Set(others.flatMap((other) => [...reachedFrom(other, imports)]));
    const arrows = others.filter((other) => !further.has(other)).sort();
    return arrows.length > 0 ? `  ${name} --> ${arrows.join(' & ')}` : `  ${name}`;
  });
  return ['flowchart TD', ...lines, ''].join('\n');
}

/** All that a package imports, and what that imports, and so on. */
function reachedFrom(name, imports) {
  const others = imports.get(name) ?? [];
  return new Set(others.flatMap((other) => [other, ...reachedFrom(other, imports)]));
}
