import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { publishedPackages, root } from './project.js';

/** A program that the documentation shows. */
export interface Example {
  /** Where it stands: 'packages/core/README.md', 'packages/core/src/checks.ts:12'. */
  readonly place: string;
  readonly source: string;
}

/**
 * What the READMEs, the docs and the docstrings show. The js blocks of one page are one program, from top to
 * bottom.
 */
export function documentedExamples(): Example[] {
  const packages = publishedPackages.map((name) => join(root, 'packages', name));
  const docs = readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, 'docs', name));
  return [join(root, 'README.md'), ...packages.map((folder) => join(folder, 'README.md')), ...docs]
    .map(pageExample)
    .filter(({ source }) => source !== '')
    .concat(packages.flatMap((folder) => sourceFiles(join(folder, 'src')).flatMap(docstringExamples)));
}

function pageExample(path: string): Example {
  const blocks = [...readFileSync(path, 'utf8').matchAll(/```js\n(.*?)```/gs)];
  return { place: relative(root, path), source: blocks.map(([, code]) => code).join('\n') };
}

function docstringExamples(path: string): Example[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^ *\* @example\n((?: *\*(?!\/).*\n)+)/gm)].map((match) => ({
    place: `${relative(root, path)}:${text.slice(0, match.index).split('\n').length}`,
    source: match[1].replace(/^ *\* ?/gm, ''),
  }));
}

/** The TypeScript files under a folder. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
