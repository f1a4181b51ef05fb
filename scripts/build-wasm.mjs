/**
 * Compiles the AssemblyScript of each package that has an `assembly/` folder, and writes the modules as
 * base64 into `src/native/modules.ts`, which is committed: neither users nor bundlers have another file to
 * find, and no build is needed to run the tests. A test says when a module is older than its source.
 *
 * `node scripts/build-wasm.mjs [PACKAGE]`; `--check` writes nothing and exits with 1 if anything would
 * change.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';
import { root } from './root.mjs';

/** What each package's module is built as: name of the constant, and flags beside the common ones. */
const builds = {
  // On the heap of the tfjs backend, whose memory is shared in cross-origin isolated pages.
  'wasm-training': {
    plain: ['--importMemory'],
    relaxed: ['--importMemory', '--enable', 'relaxed-simd'],
    plainShared: ['--importMemory', ...sharedMemory()],
    relaxedShared: ['--importMemory', '--enable', 'relaxed-simd', ...sharedMemory()],
  },
  verify: { plain: [], check: [] },
};
/** Modules that are not made of assembly/index.ts. */
const entries = {
  verify: { check: 'check/index.ts' },
};
/** No runtime and no static data: everything lies where the caller says. */
const common = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

const args = process.argv.slice(2);
const check = args.includes('--check');
const chosen = args.filter((argument) => !argument.startsWith('-'));
for (const name of readdirSync(join(root, 'packages'))) {
  if (!existsSync(join(root, 'packages', name, 'assembly'))) continue;
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const path = join(root, 'packages', name, 'src/native/modules.ts');
  const text = await format(await modulesOf(name), { ...(await resolveConfig(path)), filepath: path });
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (text === before) continue;
  if (check) {
    console.error(`${name}: src/native/modules.ts is not what assembly/ compiles to; run npm run build:wasm`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`${name}: wrote src/native/modules.ts`);
  }
}

async function modulesOf(name) {
  const lines = ['// Compiled from ../../assembly by scripts/build-wasm.mjs: do not edit.', ''];
  for (const [constant, flags] of Object.entries(builds[name])) {
    const entry = entries[name]?.[constant] ?? 'index.ts';
    const binary = await compile(join('packages', name, 'assembly', entry), flags);
    lines.push(`/** ${binary.length} bytes. */`);
    lines.push(`export const ${constant} = '${Buffer.from(binary).toString('base64')}';`, '');
  }
  return lines.join('\n');
}

async function compile(entry, flags) {
  let binary = null;
  const { error, stderr } = await asc.main(
    [entry, '--baseDir', root, '--outFile', 'module.wasm', ...common, ...flags],
    {
      writeFile: (file, contents) => {
        if (file === 'module.wasm') binary = contents;
      },
    },
  );
  const messages = stderr.toString();
  if (messages) console.error(messages);
  if (error) throw error;
  return binary;
}

function sharedMemory() {
  return ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
}
