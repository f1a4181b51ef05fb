import * as fs from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { parseJson } from '@argmaxable/core';
import { io } from '@tensorflow/tfjs-core';
import { errorCode, errorMessage, ModelFileError } from './errors.js';
import { checkTopology } from './topology.js';
import { contentMatchesName, sizeOfWeights, type WeightsSize } from './weight-files.js';

/**
 * How often a load is tried. A save that ends while we read removes the old weights; if so many loads fail in
 * a row, there is another cause.
 */
const ATTEMPTS = 10;
/** The most bytes of one read; `FileHandle.read` allows at most 2 GiB. */
const LARGEST_READ = 2 ** 30;
/** The most bytes of the JSON file: no string can be longer. */
const LONGEST_JSON = 2 ** 29 - 24;
const SAVE_AGAIN = 'Restore the model from a copy, or save it again.';

interface SizedFile {
  path: string;
  size: number;
}

/**
 * Loads the model that the JSON file at `path` describes, after checking that every weight file and the
 * topology fit it.
 */
export async function readModel(path: string, maxBytes: number): Promise<io.ModelArtifacts> {
  let text = await readJsonText(path);
  for (let attempt = 1; ; attempt++) {
    const json = parseModelJson(path, text);
    try {
      return await io.getModelArtifactsForJSON(json, (manifest) => readWeights(path, manifest, maxBytes));
    } catch (error) {
      const isMissing = error instanceof ModelFileError && error.problem === 'missing';
      if (!isMissing || attempt === ATTEMPTS) throw error;
      const textNow = await readJsonText(path);
      if (textNow === text) throw error;
      text = textNow;
    }
  }
}

async function readJsonText(path: string): Promise<string> {
  try {
    await checkReadable(path);
    return await fs.readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof ModelFileError) throw cause;
    switch (errorCode(cause)) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new ModelFileError(
          path,
          'missing',
          `${path} does not exist. To load a model give the path of its model.json: what was saved to ` +
            `'file://folder' is loaded from 'file://folder/model.json'. ` +
            `(A relative path starts at the working directory, ${process.cwd()}.)`,
          { cause },
        );
      case 'EISDIR':
        throw new ModelFileError(
          path,
          'unusable',
          `${path} is a folder. To load a model give the path of its JSON file: ${join(path, 'model.json')}.`,
          { cause },
        );
      default:
        throw new ModelFileError(path, 'unusable', `${path} could not be read: ${errorMessage(cause)}.`, {
          cause,
        });
    }
  }
}

/** Refuses pipes, because opening one waits for a writer, and devices, because they may have no end. */
async function checkReadable(path: string): Promise<void> {
  const stats = await fs.stat(path);
  const unusable = (what: string): ModelFileError =>
    new ModelFileError(path, 'unusable', `${path} ${what}, so it is not the JSON file of a model.`);
  if (!stats.isFile() && !stats.isDirectory()) throw unusable('is a pipe or a device');
  if (stats.size > LONGEST_JSON) throw unusable(`has ${stats.size} bytes`);
}

function parseModelJson(path: string, text: string): io.ModelJSON {
  let json: Partial<io.ModelJSON> | null;
  try {
    json = parseJson(text) as Partial<io.ModelJSON> | null;
  } catch (cause) {
    throw damaged(path, `${path} is not complete JSON (${errorMessage(cause)})`, cause);
  }
  if (
    typeof json !== 'object' ||
    json === null ||
    (json.modelTopology == null && json.weightsManifest == null)
  ) {
    throw new ModelFileError(
      path,
      'unusable',
      `${path} is not a tfjs model: it holds neither a modelTopology nor a weightsManifest. Give the path of a model.json.`,
    );
  }
  checkContent(path, json);
  return json as io.ModelJSON;
}

/**
 * Checks that the manifest and the layers are consistent, and that the layers need no more weights than there
 * are.
 */
function checkContent(path: string, { format, modelTopology, weightsManifest }: Partial<io.ModelJSON>): void {
  let numWeights: number | null = null;
  if (weightsManifest != null) {
    checkManifest(path, weightsManifest);
    numWeights = sizeOfManifest(
      path,
      weightsManifest.flatMap(({ weights }) => weights),
    ).values;
  }
  if (format === 'graph-model' || modelTopology == null) return;
  try {
    checkTopology(modelTopology, numWeights);
  } catch (cause) {
    throw damaged(path, `in ${path}, ${errorMessage(cause)}`, cause);
  }
}

function sizeOfManifest(path: string, specs: readonly io.WeightsManifestEntry[]): WeightsSize {
  try {
    return sizeOfWeights(specs);
  } catch (cause) {
    throw damaged(path, `in the weightsManifest of ${path}, ${errorMessage(cause)}`, cause);
  }
}

async function readWeights(
  path: string,
  manifest: io.WeightsManifestConfig,
  maxBytes: number,
): Promise<[io.WeightsManifestEntry[], ArrayBuffer]> {
  const files: SizedFile[] = [];
  const read = new Set<string>();
  // Check the sizes first, so that a file of the wrong size is found before memory for the weights is
  // allocated.
  for (const group of manifest) {
    const groupFiles: SizedFile[] = [];
    for (const name of group.paths) {
      const file = await statWeightFile(path, name);
      // A small file that is named many times would make a large model.
      if (read.has(file.path)) throw damaged(path, `the weightsManifest of ${path} names '${name}' twice`);
      read.add(file.path);
      groupFiles.push(file);
    }
    checkSizeOfFiles(path, group, groupFiles);
    for (const file of groupFiles) files.push(file);
  }
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > maxBytes) {
    throw new ModelFileError(
      path,
      'unusable',
      `The weights of ${path} take ${bytes} bytes, but at most ${maxBytes} are read: fileSystem(path, { maxBytes }) allows more.`,
    );
  }
  const weights = new Uint8Array(bytes);
  let offset = 0;
  for (const file of files) {
    await readExactly(path, file, weights.subarray(offset, offset + file.size));
    offset += file.size;
  }
  return [manifest.flatMap((group) => group.weights), weights.buffer];
}

function checkManifest(path: string, manifest: io.WeightsManifestConfig): void {
  const isWhole =
    Array.isArray(manifest) &&
    manifest.every(
      (group) =>
        Array.isArray(group?.weights) &&
        Array.isArray(group.paths) &&
        group.paths.every((name) => typeof name === 'string' && name !== ''),
    );
  if (!isWhole) {
    throw damaged(path, `the weightsManifest of ${path} is not a list of groups with 'paths' and 'weights'`);
  }
}

async function statWeightFile(modelPath: string, name: string): Promise<SizedFile> {
  const folder = dirname(modelPath);
  const path = resolve(folder, name);
  const inside = relative(folder, path);
  if (isAbsolute(name) || isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) {
    throw new ModelFileError(
      modelPath,
      'unusable',
      `${modelPath} names the weight file '${name}', which is outside its folder, ${folder}. ` +
        'Only files inside it are read; if you trust the model, move the file there and correct the name.',
    );
  }
  try {
    const stats = await fs.stat(path);
    if (!stats.isFile()) {
      throw damaged(path, `${path}, which ${modelPath} names as a weight file, is not a file`);
    }
    return { path, size: stats.size };
  } catch (cause) {
    throw weightFileError(modelPath, path, cause);
  }
}

function checkSizeOfFiles(
  modelPath: string,
  group: io.WeightsManifestConfig[number],
  files: readonly SizedFile[],
): void {
  const expected = sizeOfManifest(modelPath, group.weights);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const isShort = size < expected.bytes;
  if (!isShort && (size === expected.bytes || !expected.exact)) return;
  const [first] = files;
  const what =
    files.length > 1 ? `the ${files.length} weight files from ${first.path} on` : (first?.path ?? 'no file');
  const least = expected.exact ? '' : 'at least ';
  throw damaged(
    first?.path ?? modelPath,
    `${what} ${files.length > 1 ? 'are' : 'is'} too ${isShort ? 'short' : 'long'}: ` +
      `${size} bytes, where the weights that ${basename(modelPath)} describes take ${least}${expected.bytes}`,
  );
}

async function readExactly(modelPath: string, { path, size }: SizedFile, into: Uint8Array): Promise<void> {
  try {
    const file = await fs.open(path, 'r');
    try {
      let done = 0;
      while (done < size) {
        const { bytesRead } = await file.read(into, done, Math.min(size - done, LARGEST_READ), done);
        if (bytesRead === 0) throw damaged(path, `${path} is too short: it ended at byte ${done} of ${size}`);
        done += bytesRead;
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw weightFileError(modelPath, path, cause);
  }
  if (!contentMatchesName(basename(path), into)) {
    throw damaged(
      path,
      `the content of ${path} is not what was saved: it does not match the hash in the file's name`,
    );
  }
}

function weightFileError(modelPath: string, path: string, cause: unknown): ModelFileError {
  if (cause instanceof ModelFileError) return cause;
  if (errorCode(cause) === 'ENOENT' || errorCode(cause) === 'ENOTDIR') {
    return new ModelFileError(
      path,
      'missing',
      `${path} does not exist, but ${modelPath} names it as a weight file: a saved model is the whole folder. ` +
        SAVE_AGAIN,
      { cause },
    );
  }
  return new ModelFileError(path, 'unusable', `${path} could not be read: ${errorMessage(cause)}.`, {
    cause,
  });
}

function damaged(path: string, what: string, cause?: unknown): ModelFileError {
  const options = cause === undefined ? undefined : { cause };
  return new ModelFileError(path, 'damaged', `The saved model is damaged: ${what}. ${SAVE_AGAIN}`, options);
}
