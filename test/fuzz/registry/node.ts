import * as node from '@argmaxable/node';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  callback,
  either,
  instance,
  integer,
  isPlain,
  oneOf,
  options,
  optional,
  publicFunction,
  string,
} from '../specs.js';

export const name = '@argmaxable/node';
export { node as exports };

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-fuzz-'));

export const functions = [
  publicFunction(
    'useBackend',
    node.useBackend,
    optional(oneOf('cpu', 'wasm', 'tensorflow')),
    optional(
      options({
        log: either(
          callback(() => undefined),
          instance(
            () => false,
            (value) => value === false,
          ),
        ),
      }),
    ),
  ),
  publicFunction(
    'fileSystem',
    node.fileSystem,
    string(join(folder, 'model'), (path) => path !== ''),
    optional(options({ maxBytes: integer(1e6, 0) })),
  ),
  publicFunction(
    'fileSystem.save',
    (artifacts: never) => node.fileSystem(join(folder, 'model')).save(artifacts),
    instance(() => ({ modelTopology: {}, weightSpecs: [], weightData: new ArrayBuffer(0) }), isPlain),
  ),
  publicFunction('registerFileRouter', node.registerFileRouter),
  publicFunction(
    'ProgressLine',
    (given: never) => new node.ProgressLine(given),
    optional(options({ stream: instance(() => process.stderr) })),
  ),
  publicFunction(
    'CsvLog',
    (given: never) => new node.CsvLog(given),
    options({ path: string(join(folder, 'log.csv'), (path) => path !== '') }, ['path']),
  ),
  publicFunction('isGone', node.isGone, string(node.processTag())),
  publicFunction('processTag', node.processTag),
];

export const others: Record<string, string> = {
  replaceFile: 'would write the files: replace-file.test.ts of node',
  checkReplaceable: 'the same',
  BackendError: 'an error',
  ModelFileError: 'an error',
};

export const cleanUp = (): Promise<void> => rm(folder, { recursive: true, force: true });
