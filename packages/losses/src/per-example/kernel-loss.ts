import { hasKernel, LabelSets } from '@argmaxable/core';
import { customGrad, engine, mul, type Tensor, tensor1d, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Reduction } from '../define/common-options.js';
import { reduce } from '../define/reduce.js';
import type { BatchTargets } from '../targets/read-batch.js';

/** A kernel that computes the losses of rows and their gradient in one pass over the logits. */
export interface LossKernel {
  readonly contract: Parameters<typeof hasKernel>[0];
  /** The losses [rows, 1]; with a scale also their gradient, [rows, n]. */
  readonly run: (inputs: LossTensors, gradientScale: number | undefined) => Tensor[];
}

/** The inputs of every such kernel: `kernels.LossInputs` of @argmaxable/core. */
interface LossTensors extends TargetTensors {
  readonly logits: Tensor2D;
}

interface TargetTensors {
  readonly targets: Tensor;
  readonly starts?: Tensor;
}

/**
 * Whether the kernel can be used: not for gradients of gradients, because the tape treats its gradient as a
 * constant.
 */
export function canRun(kernel: LossKernel): boolean {
  return hasKernel(kernel.contract) && engine().state.gradientDepth <= 1;
}

/**
 * The losses of rows, [rows, 1], or their sum or mean: a scalar. If a gradient will be needed, it is computed
 * with the losses, for an incoming gradient of 1, as in training; for another incoming gradient it is scaled.
 */
export function kernelLoss(
  kernel: LossKernel,
  logits: Tensor2D,
  targets: BatchTargets,
  reduction: Reduction,
): Tensor {
  const scale = reduction === 'mean' ? 1 / logits.shape[0] : 1;
  const gradientScale = engine().state.gradientDepth > 0 ? scale : undefined;
  const op = customGrad((...args) => {
    const [z, save] = args as unknown as [Tensor2D, (saved: Tensor[]) => void];
    const [value, ...gradient] = tidy(() => {
      const [losses, ...gradient] = kernel.run({ logits: z, ...targetTensors(targets) }, gradientScale);
      return [reduce(losses, reduction), ...gradient];
    });
    save(gradient);
    return {
      value,
      gradFunc: (dy: Tensor, [gradient]: Tensor[]) =>
        dy.dataSync().every((entry) => entry === 1) ? gradient.clone() : mul(gradient, dy),
    };
  });
  return op(logits);
}

function targetTensors(targets: BatchTargets): TargetTensors {
  if (!(targets instanceof LabelSets)) return { targets };
  const { indices, indptr } = targets;
  return { targets: tensor1d(indices, 'int32'), starts: tensor1d(indptr, 'int32') };
}
