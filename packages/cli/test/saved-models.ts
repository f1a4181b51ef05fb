import { fileSystem } from '@argmaxable/node';
import { serialization, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { type Files, implication } from './command.js';

/** Saves a model in a folder of its own, disposes it, and returns the folder. */
export async function saved(files: Files, name: string, model: LayersModel): Promise<string> {
  await model.save(fileSystem(files.path(name)));
  model.dispose();
  return files.path(name);
}

/** A layer that no other program knows. */
export class Strange extends layers.Layer {
  static className = 'Strange';
  override call(inputs: Tensor | Tensor[]): Tensor {
    return [inputs].flat()[0].clone();
  }
  override computeOutputShape(shape: number[]): number[] {
    return shape;
  }
}

/** Makes models with a layer that is not known any more when they are loaded. */
export async function withStrangeLayer<T>(make: (strange: layers.Layer) => Promise<T>): Promise<T> {
  serialization.registerClass(Strange);
  try {
    return await make(new Strange());
  } finally {
    delete serialization.SerializationMap.getMap().classNameMap.Strange;
  }
}

/** A dense layer with these rows, one per label. */
export function denseOf(rows: readonly number[][], others: object = {}): layers.Layer {
  const kernel = tensor2d(rows[0].map((_, j) => rows.map((row) => row[j])));
  return layers.dense({ units: rows.length, useBias: false, weights: [kernel], ...others });
}

/** A layer that bends, then the three labels of `implication`. */
export function bentThenImplied(...front: layers.Layer[]): Sequential {
  return sequential({ layers: [...front, denseOf(implication)] });
}
