import { customGrad, gather, keep, type Tensor, tensor1d, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { LabelOrder } from './label-order.js';

/** A fixed linear map of rows, with its transpose. Owns its constants until `dispose()`. */
export interface LinearMap {
  forward(x: Tensor2D): Tensor2D;
  adjoint(dy: Tensor2D): Tensor2D;
  dispose(): void;
}

/**
 * A linear map as a differentiable function: its gradient is the adjoint, whose gradient is the map again.
 */
export function applyMap({ forward, adjoint }: Omit<LinearMap, 'dispose'>, x: Tensor2D): Tensor2D {
  const op = customGrad((...args) => ({
    value: forward(args[0] as Tensor2D),
    gradFunc: (dy: Tensor) => applyMap({ forward: adjoint, adjoint: forward }, dy as Tensor2D),
  }));
  return op(x) as Tensor2D;
}

/** Makes of a map onto places around the circle, [batch, n], a map onto labels in their own order. */
export function inLabelOrder(map: LinearMap, order: LabelOrder): LinearMap {
  const { places, labels } = kept(() => ({
    places: tensor1d(order.places, 'int32'),
    labels: tensor1d(order.labels as number[], 'int32'),
  }));
  return {
    forward: (x) => gather(map.forward(x), places, 1),
    adjoint: (dy) => map.adjoint(gather(dy, labels, 1)),
    dispose: () => [map, places, labels].forEach((owned) => owned.dispose()),
  };
}

/** The constants of a map; they outlive the surrounding `tidy`. */
export function kept<Constants extends Record<string, Tensor | Tensor[]>>(make: () => Constants): Constants {
  return tidy(() => {
    const constants = make();
    Object.values(constants).flat().forEach(keep);
    return constants;
  });
}
