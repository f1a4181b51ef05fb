import { ValueError } from '@argmaxable/core';
import '@argmaxable/layers'; // so that saved models with these layers can be loaded
import { fileSystem, useBackend } from '@argmaxable/node';
import {
  type LabelSetInput,
  type ModelRange,
  type ReachabilityOptions,
  type ReachabilityReport,
  verify,
  verifyMatrix,
  type VerifyOptions,
  type VerifyReport,
} from '@argmaxable/verify';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { about, CliError } from '../errors/cli-error.js';
import { inCommandWords, isOfClassifier } from '../errors/command-words.js';
import { type AskedLabels, highestLabel, labelCounts } from '../labels/label-count.js';
import { loadWholeModel } from './load-whole-model.js';
import { flawedWeight } from './flawed-weight.js';
import { findModelFile, isModelFile, type ModelFile } from './model-file.js';
import type { LabelCount } from '../weights/orientation.js';
import { loadOutputEnd, type OutputEnd } from './output-end.js';
import { modelBytes, openTensors, type ReadLimit, type TensorsOnDisk } from '../weights/open-tensors.js';
import { readTransformerConfig, type TransformerConfig } from './transformer-config.js';
import { type MatrixOptions, readWeightMatrix, type WeightMatrix } from '../weights/weight-matrix.js';

/** A classifier from a file, ready to be verified. */
export interface ClassifierSource {
  /** Names of the labels in their order, if the model's own files have them. */
  readonly names: readonly string[] | null;
  /** Whether it is a matrix alone, without known layers in front. */
  readonly isMatrix: boolean;
  /** Decides label sets, like `verify`. */
  readonly decide: (labelSets: LabelSetInput, options: VerifyOptions & ModelRange) => Promise<VerifyReport>;
  /** Finds what the classifier reaches, like `verify` without label sets. */
  readonly explore: (options: ReachabilityOptions & ModelRange) => Promise<ReachabilityReport>;
  /** Frees its tensors. */
  readonly dispose: () => void;
}

/** The options for finding a classifier in its file. */
export interface OpenOptions extends MatrixOptions, AskedLabels {
  /** The rule by which scores become labels. */
  readonly rule?: string;
  /** Called with what was assumed where the user gave no option. */
  readonly note?: (text: string) => void;
}

/** Opens a tfjs model, a weight matrix, or the folder of one. */
export async function openClassifier(path: string, options: OpenOptions): Promise<ClassifierSource> {
  const file = await findModelFile(path);
  if (!isModelFile(file) || options.tensor !== undefined) return openMatrix(file, options);
  checkNoMatrixOptions(options);
  await useBackend(undefined, { log: false });
  return ofModel(file, await loadModel(file.path, options), options);
}

function checkNoMatrixOptions({ bias, transpose }: OpenOptions): void {
  if (bias === undefined && transpose === undefined) return;
  throw new CliError('--bias and --transpose belong to a weight matrix: name it with --tensor.');
}

async function openMatrix(file: ModelFile, options: OpenOptions): Promise<ClassifierSource> {
  const { path } = file;
  const { note = () => undefined } = options;
  const config = await readTransformerConfig(file);
  const counts = async () => [...configCount(config), ...(await labelCounts(options))];
  const labels = { counts, highestLabel: () => highestLabel(options), numLabels: config.numLabels };
  const matrix = await about(path, async () =>
    readWeightMatrix(await tensorsOf(file, options), options, labels, note),
  );
  const numLabels = matrix.weights.shape[0];
  const named = config.names !== null && config.names.length === numLabels;
  if (config.names && !named) {
    note(`config.json names ${config.names.length} labels, the matrix has ${numLabels}`);
  }
  if (config.isSingleLabel && options.rule === undefined) {
    note('by config.json, exactly one label holds for each input; use --rule argmax for such a model');
  }
  return ofMatrix(path, matrix, named ? config.names : null);
}

function configCount({ numLabels }: TransformerConfig): LabelCount[] {
  return numLabels === null ? [] : [{ count: numLabels, source: 'config.json' }];
}

async function tensorsOf(file: ModelFile, limit: ReadLimit): Promise<TensorsOnDisk> {
  // This refuses a model if any part of its files is damaged.
  if (isModelFile(file)) await fileSystem(file.path, { maxBytes: modelBytes(limit) }).load();
  return openTensors(file, limit);
}

function ofModel(file: ModelFile, { model, bounds }: LoadedModel, limit: ReadLimit): ClassifierSource {
  // The end of a model alone does not show the range of its features.
  const ranged = <T extends ModelRange>(options: T): T =>
    bounds === null || isRangeGiven(options) ? options : { ...options, featureRange: bounds };
  const inFile = async (error: ValueError, options: VerifyOptions): Promise<Error> =>
    (await flawOfWeights(file, limit, error)) ??
    inCommandWords(error, { path: file.path, tensor: '' }, options);
  return {
    names: null,
    isMatrix: false,
    decide: (labelSets, options) =>
      inWords(verify(model, { labelSets, ...ranged(options) }), (error) => inFile(error, options)),
    explore: (options) => inWords(verify(model, ranged(options)), (error) => inFile(error, options)),
    dispose: () => model.dispose(),
  };
}

/** Adds the file to an error about a number of a model; the verifier knows only the layers. */
async function flawOfWeights(file: ModelFile, limit: ReadLimit, error: ValueError): Promise<CliError | null> {
  if (!isOfClassifier(error)) return null;
  const isNumber = typeof error.given === 'number' && !Number.isFinite(error.given);
  return flawedWeight(file, limit, isNumber).catch(() => null); // the files have changed since
}

/** Whether the range of features does not come from the layers in front. */
export function isRangeGiven({ about, featureRange, box }: ModelRange): boolean {
  return about === 'classifier' || featureRange !== undefined || box !== undefined;
}

interface LoadedModel {
  readonly model: LayersModel;
  /** The range of its features, if the loaded model does not show it. */
  readonly bounds: OutputEnd['bounds'] | null;
}

/** The end of the model if it can be loaded alone; otherwise the whole model. */
async function loadModel(path: string, limit: ReadLimit): Promise<LoadedModel> {
  return about(path, async () => {
    const artifacts = await fileSystem(path, { maxBytes: modelBytes(limit) }).load();
    if (artifacts.format === 'graph-model') throw new CliError(`this is a graph model. ${byTensor}`);
    const end = await loadOutputEnd(artifacts);
    if (end) return end;
    try {
      return { model: await loadWholeModel(artifacts), bounds: null };
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      const [first] = cause.message.split('. ');
      throw new CliError(`${first.replace(/[.\s]*$/, '')}. ${byTensor}`, { cause });
    }
  });
}

/** A warning, because layers after the matrix that change its scores would be left out. */
const byTensor =
  'If its scores are those of a dense layer, and no later layer changes them, name the weights of that layer with --tensor.';

function ofMatrix(
  path: string,
  { weights, bias, origin }: WeightMatrix,
  names: readonly string[] | null,
): ClassifierSource {
  const inFile = async (error: ValueError, options: VerifyOptions): Promise<Error> =>
    inCommandWords(error, await origin(error.argument.startsWith('bias') ? 'bias' : 'weights'), options);
  return {
    names,
    isMatrix: true,
    decide: (labelSets, options) => {
      const { range, others } = matrixRange(path, options);
      const report = verifyMatrix({ weights, bias, ...range }, labelSets, others);
      return inWords(report, (error) => inFile(error, options));
    },
    explore: (options) => {
      const { range, others } = matrixRange(path, options);
      const report = verifyMatrix({ weights, bias, ...range }, undefined, others);
      return inWords(report, (error) => inFile(error, options));
    },
    dispose: () => undefined,
  };
}

/**
 * The range of the features of a matrix.
 *
 * @throws CliError for a question that a matrix alone does not answer.
 */
function matrixRange<T extends ModelRange>(path: string, { box, featureRange, about: asked, ...others }: T) {
  if (asked === 'model') {
    const problem =
      '--about model needs a whole model, a tfjs model.json; this is a matrix alone. Leave it out.';
    throw new CliError(problem, { path });
  }
  return { range: { ...(box !== undefined && { box }), ...(featureRange && { featureRange }) }, others };
}

/** Errors in the command's words; errors about the classifier name its file. */
async function inWords<T>(report: Promise<T>, inFile: (error: ValueError) => Promise<Error>): Promise<T> {
  return report.catch(async (error: unknown) => {
    throw error instanceof ValueError ? await inFile(error) : error;
  });
}
