/*
 * `@argmaxable/layers/dft-product`: the single algorithms of a `DFTOutput`'s product, for measuring and
 * comparing them. This entry point may change with any version; models do not need it.
 */
export { denseDft } from './dft-product/dense-dft.js';
export { interpolatedDft } from './dft-product/interpolated-dft.js';
export { type ChebyshevBlocks, interpolationFor } from './dft-product/interpolation.js';
export { type Circle, hasOwnDft, ownLogits } from './dft-product/kernel-dft.js';
export { LabelOrder } from './dft-product/label-order.js';
export { inLabelOrder, type LinearMap } from './dft-product/linear-map.js';
export { portableLogits } from './dft-product/portable-dft.js';
export { rotatedDft } from './dft-product/rotated-dft.js';
