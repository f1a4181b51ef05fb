import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { ValueError } from '@argmaxable/core';
import '@argmaxable/layers'; // so that saved models with its layers load
import { fileSystem, useBackend } from '@argmaxable/node';
import {
  type LabelSetInput,
  type ReachabilityOptions,
  type ReachabilityReport,
  verify,
  verifyMatrix,
  type VerifyOptions,
  type VerifyReport,
} from '@argmaxable/verify';
import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { about, CliError } from './cli-error.js';
import { loadOutputEnd } from './output-end.js';
import { matrixFiles, type MatrixOptions, readWeightMatrix, type WeightMatrix } from './weight-matrix.js';

interface Box {
  readonly box?: number;
}

/** A classifier from a file, ready to be verified. */
export interface ClassifierSource {
  /** Decides label sets, as `verify` does. */
  readonly decide: (labelSets: LabelSetInput, options: VerifyOptions & Box) => Promise<VerifyReport>;
  /** What the classifier reaches at all, as `verify` says it without label sets. */
  readonly explore: (options: ReachabilityOptions & Box) => Promise<ReachabilityReport>;
  /** Frees its tensors. */
  readonly dispose: () => void;
}

/** Opens a tfjs model or a weight matrix by the file's extension. */
export async function openClassifier(path: string, options: MatrixOptions): Promise<ClassifierSource> {
  const type = extname(path).toLowerCase();
  const isModel = type === '.json';
  if (!isModel && !matrixFiles.includes(type)) {
    if (!existsSync(path)) throw new CliError('there is no such file or folder.', { path });
    throw new CliError(
      `the model must be a tfjs model.json or a weight matrix in ${matrixFiles.join(', ')}. ` +
        'Save the output layer of a PyTorch or Keras model as one of these.',
      { path },
    );
  }
  if (isModel) await useBackend(undefined, { log: false });
  if (isModel && options.tensor === undefined) {
    if (options.bias !== undefined || options.transpose) {
      throw new CliError('--bias and --transpose belong to a weight matrix: name it with --tensor.');
    }
    return ofModel(path, await loadModel(path));
  }
  return ofMatrix(path, await readWeightMatrix(path, options));
}

function ofModel(path: string, model: LayersModel): ClassifierSource {
  return {
    decide: (labelSets, options) => ofFile(path, verify(model, { labelSets, ...options })),
    explore: (options) => ofFile(path, verify(model, options)),
    dispose: () => model.dispose(),
  };
}

/**
 * The end of the model where it can stand alone; else all of it, without how it was trained, which may name losses of the
 * user's own.
 */
async function loadModel(path: string): Promise<LayersModel> {
  return about(path, async () => {
    const artifacts = await fileSystem(path).load();
    if (artifacts.format === 'graph-model') throw new CliError(`this is a graph model. ${byTensor}`);
    const end = await loadOutputEnd(artifacts);
    if (end) return end;
    try {
      return await loadLayersModel(io.fromMemory({ ...artifacts, trainingConfig: undefined }));
    } catch (cause) {
      if (!isUnknownLayer(cause)) throw cause;
      const [first] = cause.message.split('. ');
      throw new CliError(`${first}. ${byTensor}`, { cause });
    }
  });
}

const byTensor = 'Name the weights of its output layer with --tensor, or save them as a matrix.';

function isUnknownLayer(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('Unknown layer');
}

function ofMatrix(path: string, { weights, bias }: WeightMatrix): ClassifierSource {
  return {
    decide: (labelSets, { box, ...options }) =>
      ofFile(path, verifyMatrix({ weights, bias, box }, labelSets, options)),
    explore: ({ box, ...options }) => ofFile(path, verifyMatrix({ weights, bias, box }, undefined, options)),
    dispose: () => undefined,
  };
}

/** Errors about the classifier say which file it is from; those about options stand for themselves. */
async function ofFile<T>(path: string, report: Promise<T>): Promise<T> {
  return report.catch((error: unknown) => {
    const isOfFile = error instanceof ValueError && /^(model|weights|bias|number of)/.test(error.argument);
    throw isOfFile ? new CliError(error.message, { path, cause: error }) : error;
  });
}
