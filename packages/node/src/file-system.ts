import { resolve } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { readModel } from './model-reader.js';
import { writeModel } from './model-writer.js';

/** Tells our handlers from others', across copies of this module. */
const OURS = Symbol.for('@argmaxable/node/file-system');

/** Saves models to a folder and loads them from its model.json; what `fileSystem` returns. */
export interface FileSystemHandler extends io.IOHandler {
  /** Saves to the folder; the model that was there before stays whole until the new one is. */
  save(artifacts: io.ModelArtifacts): Promise<io.SaveResult>;
  /** Loads from the JSON file, having checked its weights files. */
  load(): Promise<io.ModelArtifacts>;
}

/**
 * Handler that saves a model to a folder, or loads one from its `model.json`: what `file://` URLs use, for explicit
 * use. The path is a folder for `model.save(...)` (created with its parents if it is not there) and the JSON file for
 * `loadLayersModel(...)`. A relative path starts at the working directory; nothing in it is percent-decoded.
 *
 * A save is atomic: the weights go to a new file `weights.<hash>.<random>.bin`, and one rename replaces `model.json`,
 * which names that file. A crash at any moment leaves the old model whole or the new one. Once the new model is in
 * place, the weight files that the old `model.json` named are deleted. The format is that of tfjs-node, either way.
 *
 * Unlike `file://` URLs, which `@tensorflow/tfjs-node` takes over when it is loaded, this is always our handler.
 *
 * @param path Path of the folder (save) or of the JSON file (load), without `file://`.
 * @throws TypeError for a path that is not a string, is empty, or starts with `file://`.
 * @throws ModelFileError (`save`) if the folder's path exists as a file, the disk is full, the topology is binary
 * (only layers models are supported), or the weights do not fit their specs.
 * @throws ModelFileError (`load`) if a file is missing or damaged: JSON cut short, a weights file that is not there, too
 * short, too long or, where its name carries its hash, of other content; or named outside the model's folder.
 * @example
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { fileSystem, useBackend } from '@argmaxable/node';
 * await useBackend();
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * await model.save(fileSystem('saved/my-model'));
 * const again = await tf.loadLayersModel(fileSystem('saved/my-model/model.json'));
 */
export function fileSystem(path: string): FileSystemHandler {
  if (typeof path !== 'string' || path === '' || path.startsWith('file://')) {
    throw new TypeError(
      `path must be a non-empty path without 'file://'; got ${typeof path === 'string' ? `'${path}'` : typeof path}. ` +
        "A 'file://' URL goes straight to model.save(...) or loadLayersModel(...).",
    );
  }
  const absolute = resolve(path);
  const handler: FileSystemHandler = {
    save: (artifacts) => writeModel(absolute, artifacts),
    load: () => readModel(absolute),
  };
  return Object.assign(handler, { [OURS]: true });
}

/** Whether the handler came from `fileSystem`, of this copy of the module or of another. */
export function isFileSystemHandler(handler: io.IOHandler): boolean {
  return OURS in handler;
}
