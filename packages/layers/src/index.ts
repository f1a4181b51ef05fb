export { BSLOutput, type BSLOutputArgs } from './bsl-output.js';
export { dftMatrix } from './dft-matrix.js';
export { DFTOutput, type DFTOutputArgs } from './dft-output.js';
export { ETFOutput, type ETFOutputArgs } from './etf-output.js';
export type { Guarantee } from './guarantee.js';
export { isLabelAffine, type LabelAffine } from './label-affine.js';
export { LabelScale, type LabelScaleArgs } from './label-scale.js';
export { isOutputLayer, type OutputLayer } from './output-layer.js';
