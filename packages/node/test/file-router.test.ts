import * as core from '@tensorflow/tfjs-core';
import { io } from '@tensorflow/tfjs-core';
import * as tfjsLayers from '@tensorflow/tfjs-layers';
import { registerFileRouter } from '../src/index.js';

const saver = () => io.getSaveHandlers('file:///some/folder');
const loader = () => io.getLoadHandlers('file:///some/folder/model.json');

test('answers once to file:// however often it is registered, also by another copy of the module', () => {
  registerFileRouter();
  jest.isolateModules(() => {
    // The copy must meet the same tfjs, as two copies in one program do.
    jest.doMock('@tensorflow/tfjs-core', () => core);
    jest.doMock('@tensorflow/tfjs-layers', () => tfjsLayers);
    const copy = jest.requireActual<{ registerFileRouter: unknown }>('../src/index.js');
    expect(copy.registerFileRouter).not.toBe(registerFileRouter);
  });
  expect(saver()).toHaveLength(1);
  expect(loader()).toHaveLength(1);
});

test('leaves other schemes and lists of URLs alone', () => {
  expect(io.getSaveHandlers('files:///x')).toEqual([]);
  expect(io.getLoadHandlers(['file:///a.pb', 'file:///b.json'])).toEqual([]);
});

test("says that 'file://' alone is no path", () => {
  expect(() => io.getSaveHandlers('file://')).toThrow(/non-empty path/);
});

test("stands back for another handler of file://, tfjs-node's, whichever was registered first", () => {
  const [ours] = saver();
  const theirs: io.IOHandler = {};
  const router = (url: string | string[]) =>
    (String(url).startsWith('file://') ? theirs : null) as io.IOHandler;
  io.registerSaveRouter(router);
  io.registerLoadRouter(router);
  registerFileRouter(); // Now ours is there before theirs and after.
  expect(saver()).toEqual([theirs]);
  expect(loader()).toEqual([theirs]);
  expect(ours).not.toBe(theirs);
});
