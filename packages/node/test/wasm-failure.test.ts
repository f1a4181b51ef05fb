import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { BackendError, useBackend } from '../src/index.js';

// A file of its own: tfjs initialises a backend once per process, and here that fails.
beforeAll(() => {
  setWasmPaths(`${join(tmpdir(), 'no-such-folder')}/`);
  // tfjs prints the failure too.
  jest.spyOn(console, 'warn').mockImplementation(() => {});
  jest.spyOn(console, 'error').mockImplementation(() => {});
});

test('where wasm cannot start, cpu is taken and the reason given', async () => {
  const { name, skipped } = await useBackend(undefined, { log: false });
  expect(name).toBe('cpu');
  expect(tf.getBackend()).toBe('cpu');
  expect(skipped).toEqual([
    {
      name: 'wasm',
      reason: expect.stringMatching(/does not work: .*no-such-folder/) as string,
      advice: `Install it again: \`npm install @tensorflow/tfjs-backend-wasm@${tf.version_core}\`.`,
    },
  ]);
});

test('asked for by name it is an error, and the backend in use stays', async () => {
  const error: unknown = await useBackend('wasm', { log: false }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BackendError);
  expect((error as BackendError).message).toMatch(/'wasm', asked for by the argument.*no-such-folder/);
  expect((error as BackendError).cause).toBeDefined();
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.tidy(() => tf.add(1, 2).dataSync()[0])).toBe(3);
});
