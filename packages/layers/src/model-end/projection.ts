import { checkTensorSize } from '../base/size-limit.js';
import type { LayerNode } from './nodes/layer-node.js';
import { readNormalization } from './nodes/normalization.js';
import { weightError } from './nodes/weight-error.js';

/** A linear map in front of a classifier's matrix, `x = kernel e + offset`, in float64. */
export interface Projection {
  /** E, the length of e. */
  readonly numInputs: number;
  /** Row by row, [d * E], d the length of x. */
  readonly kernel: Float64Array;
  /** [d]. */
  readonly offset: Float64Array;
}

/**
 * Linear layers and the projection after them as one map, built backwards: it always has as many rows as the
 * classifier has columns.
 *
 * @param projection The projection after the layers, or null for none.
 * @param layers The layers in front of it, first applied first.
 * @param width The length of x.
 * @throws ValueError naming `model` for weights that are missing or do not fit.
 */
export async function composed(
  projection: Projection | null,
  layers: readonly LayerNode[],
  width: number,
): Promise<Projection | null> {
  let all = projection;
  for (const node of [...layers].reverse()) {
    all =
      node.className === 'Dense' ? await behindDense(all, node) : await behindNormalization(all, node, width);
  }
  return all;
}

async function behindDense(last: Projection | null, node: LayerNode): Promise<Projection> {
  const [kernel, bias] = [await node.weight('kernel'), await node.weight('bias')];
  if (kernel === null || kernel.shape.length !== 2 || (bias === null && node.config.useBias !== false)) {
    throw weightError(node);
  }
  const [numInputs, units] = kernel.shape;
  if (last === null) {
    const offset = bias ? Float64Array.from(bias.values) : new Float64Array(units);
    return { numInputs, kernel: transposed(kernel.values, numInputs, units), offset };
  }
  if (last.numInputs !== units) throw weightError(node);
  const rows = last.offset.length;
  const product = new Float64Array(rows * numInputs);
  const offset = last.offset.slice();
  for (let i = 0; i < rows; i++) {
    const row = last.kernel.subarray(i * units, (i + 1) * units);
    for (let j = 0; j < numInputs; j++) {
      let sum = 0;
      for (let k = 0; k < units; k++) sum += row[k] * kernel.values[j * units + k];
      product[i * numInputs + j] = sum;
    }
    if (bias) for (let k = 0; k < units; k++) offset[i] += row[k] * bias.values[k];
  }
  return { numInputs, kernel: product, offset };
}

async function behindNormalization(
  last: Projection | null,
  node: LayerNode,
  width: number,
): Promise<Projection> {
  const normalization = await readNormalization(node);
  const numInputs = last?.numInputs ?? width;
  if (normalization?.scale.length !== numInputs) throw weightError(node);
  const { scale, offset } = normalization;
  if (last === null) {
    checkTensorSize(`the scales of ${node.name} as a matrix`, [width, width]);
    const kernel = new Float64Array(width * width);
    for (let j = 0; j < width; j++) kernel[j * width + j] = scale[j];
    return { numInputs, kernel, offset };
  }
  return {
    numInputs,
    kernel: last.kernel.map((value, at) => value * scale[at % numInputs]),
    offset: last.offset.map((value, i) => {
      let sum = value;
      for (let j = 0; j < numInputs; j++) sum += last.kernel[i * numInputs + j] * offset[j];
      return sum;
    }),
  };
}

/** The float64 transpose of a matrix [rows, columns], row by row. */
export function transposed(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j];
  }
  return result;
}
