import { io } from '@tensorflow/tfjs-core';
import { fileSystem, isFileSystemHandler } from './file-system.js';

const SCHEME = 'file://';

/** True while we ask tfjs for other handlers of a URL; during this time our own router must not give one. */
let asking = false;

/**
 * Makes tfjs save and load models at `file://` URLs with our handler. Importing `@argmaxable/node` calls this
 * function; further calls, also from another copy of this module, have no effect.
 *
 * If there is another handler for `file://` URLs (that of `@tensorflow/tfjs-node`, if it is loaded before or
 * after this), ours is not used, because tfjs refuses to choose between two.
 *
 * @example
 * import { useBackend } from '@argmaxable/node'; // calls registerFileRouter()
 * import * as tf from '@tensorflow/tfjs-layers';
 * await useBackend();
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * await model.save('file://./saved/my-model');
 * const again = await tf.loadLayersModel('file://./saved/my-model/model.json');
 */
export function registerFileRouter(): void {
  if (io.getSaveHandlers(`${SCHEME}.`).some(isFileSystemHandler)) return;
  io.registerSaveRouter((url) => route(url, () => io.getSaveHandlers(url)));
  io.registerLoadRouter((url, options) => route(url, () => io.getLoadHandlers(url, options)));
}

function route(url: string | string[], handlersFor: () => io.IOHandler[]): io.IOHandler {
  // A router returns null for URLs that it does not handle; tfjs's types do not include null.
  const notMine = null as unknown as io.IOHandler;
  if (asking || typeof url !== 'string' || !url.startsWith(SCHEME)) return notMine;
  asking = true;
  try {
    if (handlersFor().length > 0) return notMine;
  } finally {
    asking = false;
  }
  return fileSystem(url.slice(SCHEME.length));
}
