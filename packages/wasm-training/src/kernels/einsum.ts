import { backend_util, Einsum, type EinsumAttrs, type NamedTensorInfoMap } from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { einsumProduct, type Term } from '../einsum-product.js';

/**
 * Missing in stock; needed by `einsum`. Takes one or two tensors, with every label once in each and at most
 * once in the output, and no `...`, like the cpu backend. It is also right for equations that the cpu backend
 * gets wrong ('ij,k->k').
 */
export const einsum = tfjsKernel<NamedTensorInfoMap, EinsumAttrs>(Einsum, (backend, inputs, { equation }) => {
  const tensors = Object.values(inputs);
  const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, tensors.length);
  const terms = tensors.map((tensor, i) => ({ tensor, labels: idDims[i] }));
  checkRanks(equation, terms);
  // tfjs's type asks for tensors, but it reads only their shapes.
  backend_util.checkEinsumDimSizes(
    allDims.length,
    idDims,
    tensors as Parameters<typeof backend_util.checkEinsumDimSizes>[2],
  );
  return einsumProduct(
    backend,
    terms,
    allDims.map((_, label) => label).filter((label) => !summedDims.includes(label)),
  );
});

/** Checks that tfjs does not make. */
function checkRanks(equation: string, terms: readonly Term[]): void {
  for (const { tensor, labels } of terms) {
    if (tensor.shape.length !== labels.length) {
      throw new Error(
        `${Einsum}: each input must have one axis for each of its labels in '${equation}'; ` +
          `got shape [${tensor.shape.join(', ')}] for ${labels.length}.`,
      );
    }
  }
  const output = equation.replace(/\s/g, '').split('->')[1];
  if (new Set(output).size !== output.length) {
    throw new Error(
      `${Einsum}: a label may stand once in the output; got '${equation}'. Diagonals are not supported.`,
    );
  }
}
