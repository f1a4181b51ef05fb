import { FusedDepthwiseConv2D } from '@tensorflow/tfjs-core';
import { withRightSamePadding } from '../same-padding.js';

/** Corrects stock, which is wrong for padding 'same' with strides longer than the filter. */
export const fusedDepthwiseConv2D = withRightSamePadding(FusedDepthwiseConv2D);
