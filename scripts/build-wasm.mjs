/**
 * Compiles the AssemblyScript of each package that has an `assembly/` folder, and writes the modules as
 * base64 into `src/native/modules.ts`, and the layouts of its records into `src/native/records.ts`. Both are
 * committed: neither users nor bundlers have another file to find, and no build is needed to run the tests.
 * A test says when they are older than their source.
 *
 * A record is what JavaScript hands a kernel that takes many pointers: the fields of an `@unmanaged` class,
 * one after the other in memory. The class is the one description of both sides.
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
  tagger: { plain: [] },
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
  const records = new Map();
  await write(name, 'src/native/modules.ts', await modulesOf(name, records));
  if (records.size > 0) await write(name, 'src/native/records.ts', layoutsOf(records));
}

async function write(name, file, content) {
  const path = join(root, 'packages', name, file);
  const text = await format(content, { ...(await resolveConfig(path)), filepath: path });
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (text === before) return;
  if (check) {
    console.error(`${name}: ${file} is not what assembly/ compiles to; run npm run build:wasm`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`${name}: wrote ${file}`);
  }
}

async function modulesOf(name, records) {
  const lines = ['// Compiled from ../../assembly by scripts/build-wasm.mjs: do not edit.', ''];
  for (const [constant, flags] of Object.entries(builds[name])) {
    const entry = entries[name]?.[constant] ?? 'index.ts';
    const binary = await compile(join('packages', name, 'assembly', entry), flags, records);
    lines.push(`/** ${binary.length} bytes. */`);
    lines.push(`export const ${constant} = '${Buffer.from(binary).toString('base64')}';`, '');
  }
  return lines.join('\n');
}

/** The records, each as an object of its fields' types in the order in which they lie in memory. */
function layoutsOf(records) {
  const lines = ['// The records of ../../assembly, by scripts/build-wasm.mjs: do not edit.', ''];
  for (const [name, fields] of records) {
    lines.push(`export const ${name[0].toLowerCase()}${name.slice(1)} = {`);
    lines.push(...fields.map(([field, type]) => `${field}: '${type}',`), '} as const;', '');
  }
  return lines.join('\n');
}

/** Finds the `@unmanaged` classes of a program that is being compiled. */
function recordFinder(records) {
  return {
    afterParse: ({ sources }) => {
      const own = sources.filter(({ normalizedPath }) => normalizedPath.startsWith('packages/'));
      for (const { name, decorators, members } of own.flatMap(({ statements }) => statements)) {
        if (!decorators?.some((decorator) => decorator.name.text === 'unmanaged')) continue;
        const fields = members.filter(({ type }) => type?.name); // a method's type has no name
        records.set(
          name.text,
          fields.map((field) => [field.name.text, recordType(field)]),
        );
      }
    },
  };
}

/** The type of a field, of 4 bytes like all of them, so that none has to be aligned. */
function recordType({ name, type }) {
  const text = type.name.identifier.text;
  if (['i32', 'u32', 'f32'].includes(text)) return text;
  if (text === 'usize' || /^[A-Z]/.test(text)) return 'u32'; // an address
  throw new Error(`A field of a record must be of type usize, i32, u32 or f32; ${name.text} is ${text}.`);
}

async function compile(entry, flags, records) {
  let binary = null;
  const { error, stderr } = await asc.main(
    [entry, '--baseDir', root, '--outFile', 'module.wasm', ...common, ...flags],
    {
      writeFile: (file, contents) => {
        if (file === 'module.wasm') binary = contents;
      },
      transforms: [recordFinder(records)],
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
