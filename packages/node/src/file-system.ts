import { resolve } from 'node:path';
import { checkInteger, checkOptions, ValueError } from '@argmaxable/core';
import type { io } from '@tensorflow/tfjs-core';
import { readModel } from './model-reader.js';
import { writeModel } from './model-writer.js';

/** Marks our handlers, so that all copies of this module recognise them. */
const OURS = Symbol.for('@argmaxable/node/file-system');

/**
 * A handler, as `fileSystem` returns it, that saves models to a folder and loads them from its model.json.
 */
export interface FileSystemHandler extends io.IOHandler {
  /** Saves to the folder; an earlier model there stays complete until the new one is complete. */
  save(artifacts: io.ModelArtifacts): Promise<io.SaveResult>;
  /** Loads from the JSON file, after checking its weight files. */
  load(): Promise<io.ModelArtifacts>;
}

/** Options of `fileSystem`. */
export interface FileSystemOptions {
  /** The most bytes of weights that are loaded; 4 GiB by default. */
  readonly maxBytes?: number;
}

/**
 * Makes a handler that saves a model to a folder, or loads one from its `model.json`, as `file://` URLs do.
 * The path is a folder for `model.save(...)` (created with its parents if it does not exist) and the JSON
 * file for `loadLayersModel(...)`. A relative path starts at the working directory; nothing in it is
 * percent-decoded.
 *
 * A save is atomic: the weights go to a new file `weights.<hash>.<random>.bin`, and one rename replaces
 * `model.json`, which names that file. After a crash at any moment either the old model or the new one is
 * complete. When the new model is in place, files that earlier saves have left in the folder are deleted:
 * weight files of such names that no JSON file there names and whose content has the hash in the name, and
 * temporary files of processes that have ended. No other file is deleted, even if the old `model.json` names
 * it. Saving and loading use the format of tfjs-node.
 *
 * A load takes memory in proportion to the length of the files, and checks the layers before tfjs builds
 * them: their graph (tfjs waits forever for a layer whose input depends on itself), the number of
 * applications of layers in nested models, at most 100,000, and that there are weights for their sizes.
 *
 * For `file://` URLs the handler of `@tensorflow/tfjs-node` is used once that package is loaded; this
 * function always makes ours.
 *
 * @param path Path of the folder (save) or of the JSON file (load), without `file://`.
 * @param options `maxBytes`: see `FileSystemOptions`.
 * @throws ValueError for a path that is not a string, is empty, contains a NUL, or starts with `file://`, and
 * for unknown options.
 * @throws ValueError (`save`) for artifacts of another form than those of `model.save`.
 * @throws ModelFileError (`save`) if the folder's path exists as a file, the disk is full, the topology is
 * binary (only layers models are supported), or the weights do not fit their specs.
 * @throws ModelFileError (`load`) if a file is missing or damaged: JSON that is cut off; a weight file that
 * is missing, too short, too long, named twice, outside the model's folder, or with content that does not fit
 * the hash in its name; layers that depend on themselves or on missing layers, or that need other weights; or
 * if the weights take more than `maxBytes`.
 * @example
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { fileSystem, useBackend } from '@argmaxable/node';
 * await useBackend();
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * await model.save(fileSystem('saved/my-model'));
 * const again = await tf.loadLayersModel(fileSystem('saved/my-model/model.json'));
 */
export function fileSystem(path: string, options: FileSystemOptions = {}): FileSystemHandler {
  if (typeof path !== 'string' || path === '' || path.startsWith('file://') || path.includes('\0')) {
    const advice = "Give a 'file://' URL to model.save(...) or loadLayersModel(...) directly.";
    throw new ValueError('path', path, "a non-empty path without 'file://' and NUL", advice);
  }
  const { maxBytes = DEFAULT_MAX_BYTES } = checkOptions('fileSystem', options, ['maxBytes']);
  checkInteger('maxBytes', maxBytes, { min: 0 });
  const absolute = resolve(path);
  const handler: FileSystemHandler = {
    save: (artifacts) => writeModel(absolute, artifacts),
    load: () => readModel(absolute, maxBytes),
  };
  return Object.assign(handler, { [OURS]: true });
}

const DEFAULT_MAX_BYTES = 2 ** 32;

/** Whether a handler is from `fileSystem`, of this copy of the module or of another. */
export function isFileSystemHandler(handler: io.IOHandler): boolean {
  return OURS in handler;
}
