import type { Bytes, ByteSource } from '../bytes/byte-source.js';
import type { FilesBeside } from './files-beside.js';
import { loadNpy } from './npy.js';
import { loadNpz } from './npz.js';
import { loadSafetensors } from './safetensors.js';
import { loadSafetensorsIndex, shardsOfIndex } from './safetensors-index.js';
import { inMemory, type TensorFile, tensorFile } from './tensor-file.js';
import { filesOfTfjs, loadTfjsWeights } from './tfjs-weights.js';

/**
 * The options of all weight formats together; each format takes those that its row lists. If it lists
 * `beside`, this option is needed.
 */
export type WeightFormatOptions = Partial<FilesBeside>;

/** A format of weight files. */
export interface WeightFormat {
  readonly name: string;
  /** Its name in running text. */
  readonly title: string;
  /** The extensions of its files' names, each with the dot. */
  readonly extensions: readonly string[];
  /** The usual name of its file in the folder of a model; null if there is none. */
  readonly usualName: string | null;
  /** Whether a file holds one tensor, without a name, or several. */
  readonly tensors: 'one' | 'several';
  /** The options that `load` takes; it refuses others. */
  readonly options: readonly (keyof WeightFormatOptions)[];
  /** Lists the tensors of a file. */
  load(source: Bytes, options: WeightFormatOptions): Promise<TensorFile>;
  /**
   * Lists the other files that a file names; of a damaged file, those that can be read. Null for formats of
   * one file.
   */
  readonly filesBeside: ((source: ByteSource) => Promise<string[]>) | null;
}

/**
 * The weight formats that can be read. The choice of a format by the file's name, the options, the help and
 * the documentation are made from this table.
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
