/**
 * Runs in a project that has our packages installed and a package of the tfjs-node family installed without
 * its install script, as happens where libtensorflow cannot be downloaded. Its name is the argument:
 * tfjs-node (default) or tfjs-node-gpu.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { BackendError, useBackend } from '@argmaxable/node';

const name = process.argv[2] ?? 'tfjs-node';
const packageName = `@tensorflow/${name}`;
delete process.env.ARGMAXABLE_BACKEND;

// The premise: the package is there, its binding is not.
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve(`${packageName}/package.json`));
assert.ok(
  !existsSync(join(folder, 'lib')),
  `${folder} has its native binding: install it with --ignore-scripts`,
);

// Without a name: wasm, and one line that says why not the better one and what to do.
const lines = [];
const { name: taken, backend, skipped } = await useBackend(undefined, { log: (line) => lines.push(line) });
assert.equal(taken, 'wasm');
assert.equal(backend, 'wasm');
assert.equal(tf.getBackend(), 'wasm');
assert.deepEqual(
  skipped.map((entry) => entry.name),
  [name],
);
const [{ reason, advice }] = skipped;
assert.ok(reason.includes(`${packageName} is installed at ${folder}`), reason);
assert.match(reason, /native binding, .*tfjs_binding\.node, is missing/);
assert.ok(advice.includes(`npm rebuild ${packageName} --build-addon-from-source`), advice);
assert.equal(lines.length, 1);
assert.ok(lines[0].includes(reason) && lines[0].includes(advice), lines[0]);

// The broken package was not loaded: it would have left its kernels behind.
assert.deepEqual(tf.getKernelsForBackend('tensorflow'), []);

// By name, from either side: an error that says the same, and wasm stays in use.
process.env.ARGMAXABLE_BACKEND = name;
for (const forced of [useBackend(name, { log: false }), useBackend(undefined, { log: false })]) {
  await assert.rejects(forced, (error) => {
    assert.ok(error instanceof BackendError);
    assert.equal(error.backend, name);
    assert.ok(error.message.includes(reason) && error.message.includes(advice), error.message);
    return true;
  });
}
assert.equal(tf.getBackend(), 'wasm');

// The backend that was taken trains; the model comes back from a file:// URL as it was.
const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [3] })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
const x = tf.randomNormal([4, 3]);
const y = tf.randomNormal([4, 2]);
const before = model.getWeights()[0].dataSync().slice();
const { history } = await model.fit(x, y, { epochs: 1, verbose: 0 });
assert.ok(Number.isFinite(history.loss[0]));
assert.notDeepEqual(model.getWeights()[0].dataSync(), before);

const saved = mkdtempSync(join(tmpdir(), 'argmaxable-'));
try {
  await model.save(`file://${saved}`);
  const again = await tfl.loadLayersModel(`file://${saved}/model.json`);
  assert.deepEqual(again.predict(x).dataSync(), model.predict(x).dataSync());
  await assert.rejects(tfl.loadLayersModel(`file://${saved}/none/model.json`), /does not exist/);

  // The format is that of the package's own reader and writer, which need no binding.
  const { nodeFileSystemRouter } = require(`${packageName}/dist/io/file_system.js`);
  const byTheirs = await tfl.loadLayersModel(nodeFileSystemRouter(`file://${saved}/model.json`));
  assert.deepEqual(byTheirs.predict(x).dataSync(), model.predict(x).dataSync());
  await model.save(nodeFileSystemRouter(`file://${saved}/theirs`));
  const byOurs = await tfl.loadLayersModel(`file://${saved}/theirs/model.json`);
  assert.deepEqual(byOurs.predict(x).dataSync(), model.predict(x).dataSync());

  // Once it answers to file:// as it does when it is loaded whole, ours stands back: tfjs wants one handler.
  tf.io.registerSaveRouter(nodeFileSystemRouter);
  tf.io.registerLoadRouter(nodeFileSystemRouter);
  await model.save(`file://${saved}`);
  assert.ok(existsSync(join(saved, 'weights.bin')));
  (await tfl.loadLayersModel(`file://${saved}/model.json`)).dispose();
} finally {
  rmSync(saved, { recursive: true });
}
console.log(`ok: ${packageName} without its native binding`);
