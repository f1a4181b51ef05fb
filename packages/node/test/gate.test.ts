import { ValueError } from '@argmaxable/core';
import type { io } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { BackendError, fileSystem, isGone, processTag, useBackend } from '../src/index.js';
import { ModelFileError } from '../src/errors.js';
import { artifacts, removeTemporaryFolders, temporaryFolder } from './models.js';

afterAll(removeTemporaryFolders);

const anything = [null, 3, NaN, '', true, [], {}, () => 3, 3n, Symbol('x'), new Map(), new Uint8Array(2)];

test.each([...anything, undefined, 'file:///tmp/model', 'a\0b'].filter((path) => path !== 'x'))(
  'fileSystem(%p) names the path',
  (path) => {
    const call = (): unknown => fileSystem(path as string);
    expect(call).toThrow(ValueError);
    expect(call).toThrow(/^path must be a non-empty path/);
  },
);

test.each(anything.filter((options) => !isEmptyObject(options)))(
  'fileSystem(path, %p) names the options',
  (options) => {
    expect(() => fileSystem('m', options as object)).toThrow(/^options of fileSystem must be an object/);
  },
);

test.each([...anything.filter((value) => value !== 3), -1, 0.5, Infinity])(
  'maxBytes %p is refused',
  (maxBytes) => {
    expect(() => fileSystem('m', { maxBytes: maxBytes as number })).toThrow(/^maxBytes must be an integer/);
  },
);

test('a misspelt option is named, with the right one', async () => {
  expect(() => fileSystem('m', { maxbytes: 3 } as object)).toThrow("Did you mean 'maxBytes'?");
  await expect(useBackend('cpu', { logs: false } as object)).rejects.toThrow("Did you mean 'log'?");
  expect(() => fileSystem('m', { maxBytes: undefined })).not.toThrow();
});

test.each(anything)('useBackend(%p) is refused', async (name) => {
  await expect(useBackend(name as 'cpu')).rejects.toThrow(BackendError);
  await expect(useBackend(name as 'cpu')).rejects.toThrow(/^The backend must be one of 'tfjs-node-gpu'/);
});

test.each(anything.filter((log) => typeof log !== 'function'))('log %p is refused', async (log) => {
  await expect(useBackend('cpu', { log: log as false })).rejects.toThrow(/^log must be a function/);
});

test.each(anything.filter((options) => !isEmptyObject(options)))(
  'useBackend(name, %p) names the options',
  async (options) => {
    await expect(useBackend('cpu', options as object)).rejects.toThrow(/^options of useBackend must be/);
  },
);

test.each([...anything.filter((tag) => typeof tag !== 'string'), undefined])('isGone(%p)', (tag) => {
  expect(() => isGone(tag as string)).toThrow(/^tag must be a string/);
});

test('a tag tells whether its process has ended', () => {
  expect(processTag()).toMatch(/^[0-9a-f]{8}-\d+$/);
  expect(isGone(processTag())).toBe(false);
  expect(isGone(processTag().replace(/\d+$/, '999999999'))).toBe(true);
  expect(isGone('00000000-999999999')).toBe(false); // of another machine
  expect(isGone('x')).toBe(false);
});

describe('a save handler that is given', () => {
  const save = async (given: unknown): Promise<unknown> =>
    fileSystem(temporaryFolder()).save(given as io.ModelArtifacts);

  test.each([...anything.filter((given) => !isEmptyObject(given)), undefined])(
    '%p refuses it',
    async (given) => {
      await expect(save(given)).rejects.toThrow(/^artifacts must be the artifacts that model\.save gives/);
    },
  );

  test.each<[string, object, string]>([
    ['a topology of text', { modelTopology: 'x' }, 'artifacts.modelTopology must be'],
    ['specs of text', { weightSpecs: 'x' }, 'artifacts.weightSpecs must be'],
    ['weights of text', { weightData: 'x' }, 'artifacts.weightData must be an ArrayBuffer'],
    ['weights of null in a list', { weightData: [null] }, 'artifacts.weightData must be an ArrayBuffer'],
    ['a number for weights', { weightData: 4 }, 'artifacts.weightData must be an ArrayBuffer'],
    ['a spec of null', { weightSpecs: [null] }, 'a weight has the name undefined'],
    [
      'a spec without shape',
      { weightSpecs: [{ name: 'w', dtype: 'float32' }] },
      "'w' has the shape undefined",
    ],
    [
      'a spec beyond 2^53 values',
      { weightSpecs: [{ name: 'w', shape: [2 ** 30, 2 ** 30], dtype: 'float32' }] },
      "'w' has the shape",
    ],
  ])('%s refuses it, and leaves no files', async (_, change, message) => {
    await expect(save({ ...artifacts(1), ...change })).rejects.toThrow(message);
  });

  test('a topology that goes round refuses it', async () => {
    const modelTopology: Record<string, unknown> = {};
    modelTopology.self = modelTopology;
    await expect(save({ ...artifacts(1), modelTopology })).rejects.toThrow(ModelFileError);
  });
});

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
