import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** The names of the folders in packages/ that are built and published: all but the private ones. */
export const publishedPackages = readdirSync(join(root, 'packages')).filter(
  (name) => !JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')).private,
);

/** What a package in a folder offers: its index, and `src/worker.ts` as `NAME/worker`, and so on. */
export function entriesOf(folder) {
  return ['index', 'worker', 'dft-product'].filter((entry) =>
    existsSync(join(root, folder, 'src', `${entry}.ts`)),
  );
}

/** What the file in `dist/` is called by which ES modules in Node import an entry. */
export function nodeEntry(entry) {
  return entry === 'index' ? 'node' : entry;
}
