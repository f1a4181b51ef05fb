import type { Bytes, ByteSource } from '../bytes/byte-source.js';
import type { FilesBeside } from './files-beside.js';
import { loadNpy } from './npy.js';
import { loadNpz } from './npz.js';
import { loadSafetensors } from './safetensors.js';
import { loadSafetensorsIndex, shardsOfIndex } from './safetensors-index.js';
import { inMemory, type TensorFile, tensorFile } from './tensor-file.js';
import { filesOfTfjs, loadTfjsWeights } from './tfjs-weights.js';

/** Options of all weight formats; each takes those that its row lists, and needs `beside` where it does. */
export type WeightFormatOptions = Partial<FilesBeside>;

/** A format of files of weights. */
export interface WeightFormat {
  readonly name: string;
  /** What it is called in a text. */
  readonly title: string;
  /** How the names of its files end, each with a dot first. */
  readonly extensions: readonly string[];
  /** What its file is called in the folder of a model; null where there is no such custom. */
  readonly usualName: string | null;
  /** Whether a file holds one tensor, without a name, or several. */
  readonly tensors: 'one' | 'several';
  /** The options that `load` takes; it refuses others. */
  readonly options: readonly (keyof WeightFormatOptions)[];
  /** Lists the tensors of a file. */
  load(source: Bytes, options: WeightFormatOptions): Promise<TensorFile>;
  /** The files beside that a file names, as far as it can be read; null for formats of one file. */
  readonly filesBeside: ((source: ByteSource) => Promise<string[]>) | null;
}

/**
 * The formats of weights that are read, each with all that is to be said of it: choice by the file's name,
 * options, help and documentation follow this table.
 *
 * @example
 * import { weightFormats } from '@argmaxable/data';
 * weightFormats.find(({ extensions }) => extensions.includes('.npz')).title; // "NumPy's archive of arrays"
 */
export const weightFormats: readonly WeightFormat[] = [
  {
    name: 'tfjs',
    title: 'TensorFlow.js model',
    extensions: ['.json'],
    usualName: 'model.json',
    tensors: 'several',
    options: ['beside', 'maxBytes'],
    load: loadTfjsWeights,
    filesBeside: filesOfTfjs,
  },
  {
    name: 'npy',
    title: "NumPy's array",
    extensions: ['.npy'],
    usualName: null,
    tensors: 'one',
    options: ['maxBytes'],
    load: async (source, options) => tensorFile([inMemory(await loadNpy(source, options))]),
    filesBeside: null,
  },
  {
    name: 'npz',
    title: "NumPy's archive of arrays",
    extensions: ['.npz'],
    usualName: null,
    tensors: 'several',
    options: ['maxBytes'],
    load: loadNpz,
    filesBeside: null,
  },
  {
    name: 'safetensors',
    title: 'safetensors',
    extensions: ['.safetensors'],
    usualName: 'model.safetensors',
    tensors: 'several',
    options: ['maxBytes'],
    load: loadSafetensors,
    filesBeside: null,
  },
  {
    name: 'safetensors-index',
    title: 'safetensors in shards',
    extensions: ['.safetensors.index.json'],
    usualName: 'model.safetensors.index.json',
    tensors: 'several',
    options: ['beside', 'maxBytes'],
    load: loadSafetensorsIndex,
    filesBeside: shardsOfIndex,
  },
];
