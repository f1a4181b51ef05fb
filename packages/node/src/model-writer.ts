import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { types } from 'node:util';
import { isPlainObject, ValueError } from '@argmaxable/core';
import { io } from '@tensorflow/tfjs-core';
import { removeQuietly, temporaryName } from './atomic/temporary-files.js';
import { writeDurably } from './atomic/write-durably.js';
import { errorCode, errorMessage, ModelFileError } from './errors.js';
import { removeLitter } from './save-litter.js';
import { newWeightFileName, sizeOfWeights, type WeightsSize } from './weight-files.js';

const MODEL_JSON = 'model.json';
/** The errors of file systems that cannot flush a folder (Windows, some network mounts). */
const CANNOT_SYNC_FOLDER = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'];

const STATE_AFTER = {
  writing: 'An existing model there is unchanged.',
  renaming: 'An existing model there is complete.',
  renamed: 'The new model is in place, but may be lost if the power fails.',
};

/** The last save to each folder, so that saves of one process end in the order in which they were started. */
const running = new Map<string, Promise<unknown>>();

/**
 * Saves a model as `folder/model.json` and one weight file in the same folder.
 *
 * The rename of model.json changes the folder from the old model to the new in one step: each model.json
 * names its own weight file, whose name is unique and which is completely on the disk by then.
 */
export async function writeModel(folder: string, artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
  checkArtifacts(artifacts);
  const before = running.get(folder) ?? Promise.resolve();
  const save = before.then(() => writeModelNow(folder, artifacts));
  const settled = save
    .catch(() => {})
    .finally(() => {
      if (running.get(folder) === settled) running.delete(folder);
    });
  running.set(folder, settled);
  return save;
}

async function writeModelNow(folder: string, artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
  const weights = weightBytes(folder, artifacts);
  const weightsName = weights && newWeightFileName(weights);
  const json = modelJson(folder, artifacts, weightsName);
  const info = io.getModelArtifactsInfoForJSON(artifacts);
  await makeFolder(folder);

  const temporaryWeights = join(folder, temporaryName('bin'));
  const temporaryJson = join(folder, temporaryName('json'));
  let stage: keyof typeof STATE_AFTER = 'writing';
  try {
    if (weights) await writeDurably(temporaryWeights, weights);
    // This file names the weight file before that exists, so that a process that cleans the folder meanwhile
    // keeps the weights.
    await writeDurably(temporaryJson, [json]);
    if (weightsName) await fs.rename(temporaryWeights, join(folder, weightsName));
    await syncFolder(folder);
    stage = 'renaming';
    await fs.rename(temporaryJson, join(folder, MODEL_JSON));
    stage = 'renamed';
    await syncFolder(folder);
    await removeLitter(folder);
  } catch (cause) {
    await removeQuietly(folder, [basename(temporaryWeights), basename(temporaryJson)]);
    // A network file system can report that a rename has failed although it has happened: then model.json
    // names the new weights.
    if (weightsName && stage === 'writing') await removeQuietly(folder, [weightsName]);
    throw new ModelFileError(
      folder,
      'unusable',
      `The model could not be saved to ${folder}: ${errorMessage(cause)}. ${STATE_AFTER[stage]}`,
      { cause },
    );
  }
  return { modelArtifactsInfo: info };
}

/**
 * Returns the weights as byte arrays, to be written one after another; undefined for a model without weights.
 */
function weightBytes(folder: string, artifacts: io.ModelArtifacts): Uint8Array[] | undefined {
  const { weightData, weightSpecs } = artifacts;
  if (weightData == null) {
    if (!weightSpecs?.length) return undefined;
    throw unusable(
      folder,
      'it describes weights but holds no weightData (weights as a stream cannot be saved)',
    );
  }
  const bytes = [weightData as unknown].flat().map((shard) => {
    if (ArrayBuffer.isView(shard)) return new Uint8Array(shard.buffer, shard.byteOffset, shard.byteLength);
    if (types.isAnyArrayBuffer(shard)) return new Uint8Array(shard);
    throw new ValueError('artifacts.weightData', shard, 'an ArrayBuffer or an array of them');
  });
  const given = bytes.reduce((sum, shard) => sum + shard.byteLength, 0);
  const expected = sizeOfSpecs(folder, weightSpecs ?? []);
  // A model that could not be loaded again must not replace one that can.
  if (given < expected.bytes || (expected.exact && given > expected.bytes)) {
    throw unusable(
      folder,
      `its weightData has ${given} bytes and its weightSpecs describe ${expected.bytes}`,
    );
  }
  return bytes;
}

function sizeOfSpecs(folder: string, specs: readonly io.WeightsManifestEntry[]): WeightsSize {
  try {
    return sizeOfWeights(specs);
  } catch (cause) {
    throw unusable(folder, `of its weightSpecs, ${errorMessage(cause)}`, cause);
  }
}

/** Makes the text of model.json, with the keys in the order in which tfjs-node writes them. */
function modelJson(folder: string, artifacts: io.ModelArtifacts, weightsName: string | undefined): string {
  if (types.isAnyArrayBuffer(artifacts.modelTopology) || ArrayBuffer.isView(artifacts.modelTopology)) {
    throw unusable(folder, 'its topology is binary (a GraphDef), and only JSON topologies can be written');
  }
  const { modelTopology, weightSpecs, format, generatedBy, convertedBy } = artifacts;
  const weightsManifest = weightsName && [{ paths: [weightsName], weights: weightSpecs ?? [] }];
  const parts = {
    modelTopology,
    weightsManifest,
    format,
    generatedBy,
    convertedBy,
    trainingConfig: artifacts.trainingConfig ?? undefined,
    signature: artifacts.signature ?? undefined,
    userDefinedMetadata: artifacts.userDefinedMetadata ?? undefined,
    modelInitializer: artifacts.modelInitializer ?? undefined,
    initializerSignature: artifacts.initializerSignature ?? undefined,
  };
  // JSON.stringify omits undefined values. Values of null are omitted too, as in tfjs, except for
  // convertedBy, for which null means 'not converted'.
  try {
    return JSON.stringify(parts);
  } catch (cause) {
    throw unusable(folder, `it cannot be written as JSON: ${errorMessage(cause)}`, cause);
  }
}

/** Checks artifacts, because other code than tfjs may call the handler with anything. */
function checkArtifacts(artifacts: unknown): void {
  if (!isPlainObject(artifacts)) {
    throw new ValueError('artifacts', artifacts, 'the artifacts that model.save gives to a handler');
  }
  const { modelTopology, weightSpecs } = artifacts;
  if (modelTopology != null && typeof modelTopology !== 'object') {
    throw new ValueError('artifacts.modelTopology', modelTopology, 'an object');
  }
  if (weightSpecs != null && !Array.isArray(weightSpecs)) {
    throw new ValueError('artifacts.weightSpecs', weightSpecs, 'an array of name, shape and dtype');
  }
}

async function makeFolder(folder: string): Promise<void> {
  let created: string | undefined;
  try {
    created = await fs.mkdir(folder, { recursive: true });
  } catch (cause) {
    const isFile = ['EEXIST', 'ENOTDIR'].includes(errorCode(cause) ?? '');
    throw new ModelFileError(
      folder,
      'unusable',
      isFile
        ? `${folder} cannot be created as a folder: it, or a part of its path, exists as a file. ` +
            `save() takes the path of a folder, new or existing, and writes ${MODEL_JSON} into it.`
        : `${folder} could not be created: ${errorMessage(cause)}.`,
      { cause },
    );
  }
  if (created) await syncFolder(dirname(created));
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT_SYNC_FOLDER.includes(errorCode(error) ?? '')) throw error;
  }
}

function unusable(folder: string, why: string, cause?: unknown): ModelFileError {
  const options = cause === undefined ? undefined : { cause };
  return new ModelFileError(folder, 'unusable', `The model cannot be saved to ${folder}: ${why}.`, options);
}
