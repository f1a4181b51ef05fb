import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import '@argmaxable/layers'; // so that saved models with its layers load
import { fileSystem, useBackend } from '@argmaxable/node';
import {
  ReachabilityReport,
  type ReachabilityOptions,
  verify,
  verifyMatrix,
  type VerifyModelOptions,
  type VerifyReport,
} from '@argmaxable/verify';
import { io, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { about, CliError } from './cli-error.js';
import { loadOutputEnd } from './output-end.js';
import { matrixFiles, type MatrixOptions, readWeightMatrix, type WeightMatrix } from './weight-matrix.js';

/** A classifier from a file, ready to be verified. */
export interface ClassifierSource {
  /** Decides label sets, as `verify` does. */
  readonly decide: (options: VerifyModelOptions) => Promise<VerifyReport>;
  /** What the classifier reaches at all, as `verify` says it without label sets. */
  readonly explore: (options: ReachabilityOptions) => Promise<ReachabilityReport>;
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
    decide: (options) => about(path, () => verify(model, options)),
    explore: (options) => about(path, () => verify(model, options)),
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
    decide: ({ labelSets, box, ...options }) =>
      about(path, () => verifyMatrix({ weights, bias, box }, labelSets, options)),
    explore: (options) =>
      about(path, async () => {
        const model = await asModel({ weights, bias });
        try {
          const { data } = await verify(model, options);
          return new ReachabilityReport({ ...data, outputLayer: null });
        } finally {
          model.dispose();
        }
      }),
    dispose: () => undefined,
  };
}

/** The matrix as a model, whose weights are float32. */
async function asModel({ weights: { values, shape }, bias }: WeightMatrix): Promise<LayersModel> {
  if ([values, bias ?? new Float64Array()].some((numbers) => numbers.some(isFiner))) {
    throw new CliError(
      'without --labels the numbers must be float32, and some are finer; ' +
        'save the matrix as float32, or give --labels.',
    );
  }
  await useBackend(undefined, { log: false });
  const [units, features] = shape;
  const kernelInitializer = 'zeros';
  const layer = layers.dense({ units, inputShape: [features], useBias: bias !== null, kernelInitializer });
  const model = sequential({ layers: [layer] });
  const kernel = new Float32Array(values.length);
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < features; j++) kernel[j * units + i] = values[i * features + j];
  }
  tidy(() => {
    const own = bias ? [tensor1d(Float32Array.from(bias))] : [];
    layer.setWeights([tensor2d(kernel, [features, units]), ...own]);
  });
  return model;
}

/** Whether float32 does not hold a number. NaN and infinities are refused elsewhere, by name. */
function isFiner(value: number): boolean {
  return Number.isFinite(value) && Math.fround(value) !== value;
}
