/**
 * Builds every package that is published to `dist/`: ES modules, CommonJS, and types for both.
 *
 * In Node an ES-module import gets the CommonJS build through `dist/node.mjs`, so that a program which mixes
 * the two has one copy of each class and one registration with tfjs. Browsers and bundlers get the ES
 * modules.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf, nodeEntry, publishedPackages } from './packages.mjs';
import { root } from './root.mjs';

rmSync(join(root, 'build'), { recursive: true, force: true });
await Promise.all([compile('tsconfig.esm.json'), compile('tsconfig.cjs.json')]);
for (const name of publishedPackages) {
  const dist = join(root, 'packages', name, 'dist');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  cpSync(join(root, 'build/esm', name, 'src'), join(dist, 'esm'), { recursive: true });
  cpSync(join(root, 'build/cjs', name, 'src'), join(dist, 'cjs'), { recursive: true });
  writeFileSync(join(dist, 'cjs/package.json'), '{ "type": "commonjs" }\n');
  for (const entry of entriesOf(join('packages', name))) {
    const reexport = `export * from "./cjs/${entry}.js";\n`;
    writeFileSync(join(dist, `${nodeEntry(entry)}.mjs`), reexport);
    writeFileSync(join(dist, `${nodeEntry(entry)}.d.mts`), reexport);
  }
}
rmSync(join(root, 'build'), { recursive: true, force: true });

function compile(project) {
  return new Promise((resolve, reject) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const child = spawn(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tsc -p ${project} failed`))));
  });
}
