/**
 * What the packages' package.json share, written once: `node scripts/manifests.mjs` writes it into each of
 * them, and what else follows from it. `--check`, a part of `npm run lint`, writes nothing and exits with 1
 * where anything would change.
 *
 * A package says itself what it is and what it depends on. Its name is its folder's; its version is the
 * root's, and so are those of our packages that it depends on; its exports follow from its files. A private
 * package, and an example, shares only version, licence and module type.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { entriesOf, nodeEntry } from './packages.mjs';
import { root } from './root.mjs';

/** Packages that import what is published as ES modules only: in Node too they are imported as such. */
const esModulesInNode = new Set(['cli', 'report']);

const check = process.argv.includes('--check');
const { version } = read('package.json');
const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
const examples = readdirSync(join(root, 'examples')).map((name) => join('examples', name));
const manifests = new Map(
  [...packages, ...examples].map((folder) => [folder, read(join(folder, 'package.json'))]),
);

for (const [folder, manifest] of manifests) {
  const published = manifest.private !== true;
  await keep(
    join(folder, 'package.json'),
    json(published ? publishedManifest(folder, manifest) : privateManifest(manifest)),
  );
  if (!published) continue;
  await keep(join(folder, 'LICENSE'), readFileSync(join(root, 'LICENSE'), 'utf8'));
  // For resolvers that do not read `exports`.
  for (const entry of entriesOf(folder).filter((entry) => entry !== 'index')) {
    await keep(join(folder, entry, 'package.json'), json(entryPoints('../dist', entry)));
  }
}
await keep(
  'packages/cli/src/version.ts',
  `/** The package's version. Written by scripts/manifests.mjs. */\nexport const version = '${version}';\n`,
);
checkOneVersion();

function publishedManifest(folder, manifest) {
  const name = folder.split(/[\\/]/)[1];
  const entries = entriesOf(folder);
  return {
    name: name === 'argmaxable' ? name : `@argmaxable/${name}`,
    version,
    description: manifest.description,
    license: 'MIT',
    keywords: manifest.keywords,
    type: 'module',
    sideEffects: manifest.sideEffects,
    bin: manifest.bin,
    ...entryPoints('./dist', 'index'),
    exports: {
      ...Object.fromEntries(
        entries.map((entry) => [
          entry === 'index' ? '.' : `./${entry}`,
          conditions(entry, !esModulesInNode.has(name)),
        ]),
      ),
      './package.json': './package.json',
    },
    files: [
      ...['bin', 'dist'].filter((file) => file === 'dist' || existsSync(join(root, folder, file))),
      ...entries.filter((entry) => entry !== 'index'),
    ],
    engines: read('package.json').engines,
    ...dependencies(manifest),
  };
}

function privateManifest(manifest) {
  return { ...manifest, version, license: 'MIT', type: 'module', ...dependencies(manifest) };
}

/** Where an entry is for those who do not read `exports`. */
function entryPoints(dist, entry) {
  return {
    main: `${dist}/cjs/${entry}.js`,
    module: `${dist}/esm/${entry}.js`,
    types: `${dist}/cjs/${entry}.d.ts`,
  };
}

/** What an import and a require of an entry get. In Node both get the CommonJS build: see build.mjs. */
function conditions(entry, commonJsInNode) {
  const module = { types: `./dist/esm/${entry}.d.ts`, default: `./dist/esm/${entry}.js` };
  const commonJs = { types: `./dist/cjs/${entry}.d.ts`, default: `./dist/cjs/${entry}.js` };
  const reexport = nodeEntry(entry);
  const inNode = {
    import: { types: `./dist/${reexport}.d.mts`, default: `./dist/${reexport}.mjs` },
    require: commonJs,
  };
  return { ...(commonJsInNode && { node: inNode }), import: module, require: commonJs };
}

/** A package's dependencies, sorted, our own at this version. */
function dependencies(manifest) {
  const kinds = ['dependencies', 'peerDependencies', 'peerDependenciesMeta', 'devDependencies'];
  return Object.fromEntries(
    kinds.filter((kind) => manifest[kind]).map((kind) => [kind, sorted(manifest[kind])]),
  );
}

function sorted(wanted) {
  const names = Object.keys(wanted).sort();
  return Object.fromEntries(names.map((name) => [name, isOurs(name) ? version : wanted[name]]));
}

function isOurs(name) {
  return name === 'argmaxable' || name.startsWith('@argmaxable/');
}

/** Two packages that depend on a third ask for the same version of it; peers aside, which are ranges. */
function checkOneVersion() {
  const asked = new Map();
  for (const [folder, manifest] of [['the root', read('package.json')], ...manifests]) {
    for (const [name, wanted] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      const first = asked.get(name) ?? { folder, wanted };
      asked.set(name, first);
      if (first.wanted !== wanted) {
        fail(`${folder} asks for ${name} ${wanted}, ${first.folder} for ${first.wanted}`);
      }
    }
  }
}

function read(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function json(value) {
  return JSON.stringify(value);
}

/** Writes a file of the repository unless it has this content, or says so under `--check`. */
async function keep(path, content) {
  const options = await resolveConfig(join(root, path));
  const parsed = /[.](json|ts)$/.test(path);
  const text = parsed ? await format(content, { ...options, filepath: path }) : content;
  if (existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === text) return;
  if (check) {
    fail(`${path} is not what scripts/manifests.mjs writes: run npm run manifests`);
  } else {
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
