import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '@argmaxable/test-support';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { BackendError, useBackend, type BackendName } from '../src/index.js';
import { removeTemporaryFolders, temporaryFolder } from './models.js';

const silent = { log: false } as const;

let project: string;

beforeEach(() => {
  delete process.env.ARGMAXABLE_BACKEND;
  // The packages installed in the working directory are seen: an empty project to put them in.
  project = temporaryFolder();
  jest.spyOn(process, 'cwd').mockReturnValue(project);
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const { kernelName } of tf.getKernelsForBackend('tensorflow')) {
    tf.unregisterKernel(kernelName, 'tensorflow');
  }
  if (tf.findBackendFactory('tensorflow')) tf.removeBackend('tensorflow');
});

afterAll(removeTemporaryFolders);

/**
 * Installs a stand-in for a package of the tfjs-node family, with a file where its binding belongs if `code`
 * is given.
 */
function install(name: 'tfjs-node' | 'tfjs-node-gpu', code?: string): string {
  const scope = join(project, 'node_modules', '@tensorflow');
  const folder = join(scope, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: `@tensorflow/${name}`, version: '0.0.0', main: 'index.js' }),
  );
  writeFileSync(join(folder, 'index.js'), code ?? 'throw new Error("loaded without its binding");');
  if (code === undefined) return folder;
  mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true });
  writeFileSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
  for (const shared of ['tfjs-core', 'tfjs-backend-cpu']) {
    const link = join(scope, shared);
    const target = join(__dirname, '../../../node_modules/@tensorflow', shared);
    try {
      symlinkSync(target, link, 'junction');
    } catch {
      // Both stand-ins share them.
    }
  }
  return folder;
}

/** A working stand-in: the cpu backend under tfjs-node's backend name. */
const WORKING = `
  const tf = require('@tensorflow/tfjs-core');
  require('@tensorflow/tfjs-backend-cpu');
  tf.copyRegisteredKernels('cpu', 'tensorflow');
  tf.registerBackend('tensorflow', () => tf.findBackendFactory('cpu')(), 3);
`;

const failureOf = (promise: Promise<unknown>): Promise<BackendError> => failure(promise, BackendError);

describe('without a package of the tfjs-node family', () => {
  test('takes wasm and says so in one line', async () => {
    const info = jest.spyOn(console, 'info').mockImplementation(() => {});
    expect(await useBackend()).toEqual({ name: 'wasm', backend: 'wasm', skipped: [] });
    expect(tf.getBackend()).toBe('wasm');
    expect(info.mock.calls).toEqual([
      [
        "argmaxable: using the tfjs backend 'wasm' (@tensorflow/tfjs-backend-wasm with @argmaxable/wasm-training).",
      ],
    ]);
  });

  test.each<BackendName>(['cpu', 'wasm'])("takes '%s' when it is asked for, by argument", async (name) => {
    expect(await useBackend(name, silent)).toEqual({ name, backend: name, skipped: [] });
    expect(tf.getBackend()).toBe(name);
  });

  test('takes what the environment variable names, unless an argument does or it is empty', async () => {
    process.env.ARGMAXABLE_BACKEND = 'cpu';
    expect((await useBackend(undefined, silent)).name).toBe('cpu');
    expect((await useBackend('wasm', silent)).name).toBe('wasm');
    process.env.ARGMAXABLE_BACKEND = '';
    expect((await useBackend(undefined, silent)).name).toBe('wasm');
  });

  test('refuses an unknown name, says where it came from and which there are', async () => {
    const names = /must be one of 'tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'; got "webgl" from/;
    const byArgument = await failureOf(useBackend('webgl' as BackendName, silent));
    expect(byArgument).toMatchObject({ name: 'BackendError', backend: 'webgl' });
    expect(byArgument.message).toMatch(names);
    expect(byArgument.message).toContain('from the argument of useBackend');
    process.env.ARGMAXABLE_BACKEND = 'webgl';
    const byEnvironment = await failureOf(useBackend(undefined, silent));
    expect(byEnvironment.message).toMatch(names);
    expect(byEnvironment.message).toContain('from the environment variable ARGMAXABLE_BACKEND');
  });

  test.each<BackendName>(['tfjs-node', 'tfjs-node-gpu'])(
    "refuses '%s' and keeps the backend in use",
    async (name) => {
      await useBackend('cpu', silent);
      const error = await failureOf(useBackend(name, silent));
      expect(error.backend).toBe(name);
      expect(error.message).toContain(
        `@tensorflow/${name} is not installed. Run \`npm install @tensorflow/${name}\``,
      );
      expect(tf.getBackend()).toBe('cpu');
    },
  );

  test('logs where it is told to', async () => {
    const lines: string[] = [];
    await useBackend('cpu', { log: (line) => lines.push(line) });
    expect(lines).toEqual(["argmaxable: using the tfjs backend 'cpu' (@tensorflow/tfjs-backend-cpu)."]);
  });

  test('leaks no tensors', async () => {
    await useBackend('wasm', silent);
    const before = tf.memory().numTensors;
    await useBackend('wasm', silent);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('wasm trains a convolution, saves it and loads it with equal outputs', async () => {
  jest.restoreAllMocks();
  await useBackend('wasm', silent);
  const before = tf.memory().numTensors;
  const model = layers.sequential({
    layers: [
      layers.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [6, 6, 1] }),
      layers.layers.flatten(),
      layers.layers.dense({ units: 3 }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const x = tf.randomUniform([4, 6, 6, 1], -1, 1, 'float32', 1);
  const y = tf.randomUniform([4, 3], -1, 1, 'float32', 2);
  const { history } = await model.fit(x, y, { epochs: 3, verbose: 0 });
  expect(history.loss[2]).toBeLessThan(history.loss[0] as number);
  await model.save(`file://${project}/model`);
  const again = await layers.loadLayersModel(`file://${project}/model/model.json`);
  tf.tidy(() => {
    expect((again.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
  });
  tf.dispose([x, y]);
  model.dispose();
  model.optimizer.dispose();
  again.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

describe('with tfjs-node', () => {
  test.each(['tfjs-node', 'tfjs-node-gpu'] as const)("takes '%s' where it works", async (name) => {
    install(name, WORKING);
    expect(await useBackend(undefined, silent)).toEqual({ name, backend: 'tensorflow', skipped: [] });
    expect((await useBackend(name, silent)).name).toBe(name);
  });

  test('prefers tfjs-node-gpu', async () => {
    install('tfjs-node', WORKING);
    install('tfjs-node-gpu', WORKING);
    expect((await useBackend(undefined, silent)).name).toBe('tfjs-node-gpu');
  });

  test('without its native binding: never loads it, says why and what to do, takes wasm', async () => {
    const folder = install('tfjs-node');
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { name, skipped } = await useBackend();
    expect(name).toBe('wasm');
    expect(skipped).toEqual([
      {
        name: 'tfjs-node',
        reason: expect.stringContaining('@tensorflow/tfjs-node is installed at') as string,
        advice: expect.stringContaining(
          'npm rebuild @tensorflow/tfjs-node --build-addon-from-source',
        ) as string,
      },
    ]);
    expect(skipped[0].reason).toContain(folder);
    expect(skipped[0].reason).toMatch(/native binding, .*tfjs_binding\.node, is missing/);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toBe(
      "argmaxable: using the tfjs backend 'wasm' (@tensorflow/tfjs-backend-wasm with @argmaxable/wasm-training). " +
        `Not 'tfjs-node': ${skipped[0].reason}. ${skipped[0].advice}`,
    );
    const error = await failureOf(useBackend('tfjs-node', silent));
    expect(error.message).toContain(`'tfjs-node', asked for by the argument of useBackend, cannot be used: `);
    expect(error.message).toContain(`${skipped[0].reason}. ${skipped[0].advice}`);
  });

  test('broken: goes on to the next, and no half of it stays registered', async () => {
    install(
      'tfjs-node-gpu',
      `${WORKING} throw new Error('libtensorflow.so.2: cannot open shared object file');`,
    );
    install('tfjs-node', WORKING);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { name, skipped } = await useBackend(undefined, silent);
    expect(name).toBe('tfjs-node');
    expect(skipped).toHaveLength(1);
    expect(skipped[0].reason).toMatch(
      /tfjs-node-gpu is installed at .* does not work: libtensorflow\.so\.2: cannot/,
    );
    // tfjs warns of every kernel that is registered twice.
    expect(warn.mock.calls.filter(([line]) => String(line).includes('already registered'))).toEqual([]);
  });

  test('that computes nonsense is broken', async () => {
    install('tfjs-node', `${WORKING} tf.unregisterKernel('Sum', 'tensorflow');`);
    const error = await failureOf(useBackend('tfjs-node', silent));
    expect(error.message).toMatch(/does not work: .*Sum/);
    expect(tf.getKernelsForBackend('tensorflow')).toEqual([]);
    expect(tf.findBackendFactory('tensorflow')).toBeNull();
  });

  test('that uses another copy of tfjs-core is broken', async () => {
    install('tfjs-node', '');
    const { name, skipped } = await useBackend(undefined, silent);
    expect(name).toBe('wasm');
    expect(skipped[0].reason).toMatch(/with another copy of @tensorflow\/tfjs-core$/);
    expect(skipped[0].advice).toContain('npm ls @tensorflow/tfjs-core');
  });
});
