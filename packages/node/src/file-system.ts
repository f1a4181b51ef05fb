import { resolve } from 'node:path';
import { checkInteger, checkOptions, ValueError } from '@argmaxable/core';
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

/** What `fileSystem` takes beside the path. */
export interface FileSystemOptions {
  /** The most bytes of weights that are loaded; 4 GiB by default. */
  readonly maxBytes?: number;
}

/**
 * Handler that saves a model to a folder, or loads one from its `model.json`: what `file://` URLs use, for
 * explicit use. The path is a folder for `model.save(...)` (created with its parents if it is not there) and
 * the JSON file for `loadLayersModel(...)`. A relative path starts at the working directory; nothing in it is
 * percent-decoded.
 *
 * A save is atomic: the weights go to a new file `weights.<hash>.<random>.bin`, and one rename replaces
 * `model.json`, which names that file. A crash at any moment leaves the old model whole or the new one. Once
 * the new model is in place, what saves have left in the folder is deleted: weight files of such names, with
 * the content that the name's hash promises, that no JSON file there names, and temporary files of processes
 * that have ended. No other file is, whatever the old `model.json` names. The format is that of tfjs-node,
 * either way.
 *
 * A load takes no more memory than the files are long, and checks the layers before tfjs builds them: their
 * graph (tfjs waits for ever for layers that feed themselves), at most 100,000 applications of layers in
 * nested models, and sizes for which there are weights.
 *
 * Unlike `file://` URLs, which `@tensorflow/tfjs-node` takes over when it is loaded, this is always our
 * handler.
 *
 * @param path Path of the folder (save) or of the JSON file (load), without `file://`.
 * @param options `maxBytes`: see `FileSystemOptions`.
 * @throws ValueError for a path that is not a string, is empty, holds a NUL, or starts with `file://`, and
 * for other options than these.
 * @throws ValueError (`save`) for artifacts of another form than `model.save` hands over.
 * @throws ModelFileError (`save`) if the folder's path exists as a file, the disk is full, the topology is
 * binary (only layers models are supported), or the weights do not fit their specs.
 * @throws ModelFileError (`load`) if a file is missing or damaged: JSON cut short, a weights file that is not
 * there, too short, too long or, where its name carries its hash, of other content; named twice, or outside
 * the model's folder; layers that depend on themselves, on what is not there, or take other weights; or if
 * the weights take more than `maxBytes`.
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
    const advice = "A 'file://' URL goes straight to model.save(...) or loadLayersModel(...).";
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

/** Whether the handler came from `fileSystem`, of this copy of the module or of another. */
export function isFileSystemHandler(handler: io.IOHandler): boolean {
  return OURS in handler;
}
