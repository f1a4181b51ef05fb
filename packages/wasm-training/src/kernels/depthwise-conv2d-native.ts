import { DepthwiseConv2dNative } from '@tensorflow/tfjs-core';
import { withRightSamePadding } from '../same-padding.js';

/** Corrects stock, which is wrong for padding 'same' with strides longer than the filter. */
export const depthwiseConv2dNative = withRightSamePadding(DepthwiseConv2dNative);
