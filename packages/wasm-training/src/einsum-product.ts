import { Sum, Transpose, util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { batchedProduct } from './batched-product.js';
import { runStockKernel } from './stock-kernels.js';

/** A tensor and the label of each of its axes. */
export interface Term {
  readonly tensor: TensorInfo;
  readonly labels: readonly number[];
}

/**
 * The sum over all other labels of the product of one or two tensors, with axes in the order of
 * `outputLabels`: one matrix product for each combination of the labels that both tensors and the output
 * have.
 */
export function einsumProduct(
  backend: BackendWasm,
  terms: readonly Term[],
  outputLabels: readonly number[],
): TensorInfo {
  const temporaries: TensorInfo[] = [];
  const run = (kernelName: string, x: TensorInfo, attributes: object) => {
    const result = runStockKernel(kernelName, backend, { x }, attributes);
    temporaries.push(result);
    return result;
  };

  /** Sums over the axes whose labels are not in the list. */
  const reduced = ({ tensor, labels }: Term, wanted: readonly number[]): Term => {
    const axis = labels.flatMap((label, i) => (wanted.includes(label) ? [] : [i]));
    if (axis.length === 0) return { tensor, labels };
    return {
      tensor: run(Sum, tensor, { axis, keepDims: false }),
      labels: labels.filter((label) => wanted.includes(label)),
    };
  };

  const permuted = ({ tensor, labels }: Term, order: readonly number[]): TensorInfo => {
    const perm = order.map((label) => labels.indexOf(label));
    return perm.every((axis, i) => axis === i) ? tensor : run(Transpose, tensor, { perm });
  };

  /** Joins the axes of the labels in each group into one axis. */
  const grouped = (term: Term, groups: readonly (readonly number[])[]): TensorInfo => {
    const sizes = groups.map((group) => util.sizeFromShape(shapeOf(term, group)));
    return { ...permuted(term, groups.flat()), shape: sizes };
  };

  const productOf = (a: Term, b: Term): Term => {
    const shared = a.labels.filter((label) => b.labels.includes(label));
    const batch = shared.filter((label) => outputLabels.includes(label));
    const summed = shared.filter((label) => !outputLabels.includes(label));
    const rows = a.labels.filter((label) => !shared.includes(label));
    const columns = b.labels.filter((label) => !shared.includes(label));
    const left = grouped(a, [batch, rows, summed]);
    const right = grouped(b, [batch, summed, columns]);
    const tensor = batchedProduct(backend, left, right, false, false);
    temporaries.push(tensor);
    const shape = [...shapeOf(a, batch), ...shapeOf(a, rows), ...shapeOf(b, columns)];
    return { tensor: { ...tensor, shape }, labels: [...batch, ...rows, ...columns] };
  };

  const [first, second] = terms;
  const product = second
    ? productOf(
        reduced(first, [...outputLabels, ...second.labels]),
        reduced(second, [...outputLabels, ...first.labels]),
      )
    : reduced(first, outputLabels);
  const { dataId, shape, dtype } = permuted(product, outputLabels);
  // The result may be one of the temporaries, or an input.
  backend.incRef(dataId);
  for (const temporary of temporaries) backend.disposeData(temporary.dataId);
  return { dataId, shape, dtype };
}

function shapeOf({ tensor, labels }: Term, wanted: readonly number[]): number[] {
  return wanted.map((label) => tensor.shape[labels.indexOf(label)]);
}
