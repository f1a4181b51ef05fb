import { Conv2D } from '@tensorflow/tfjs-core';
import { withRightSamePadding } from '../same-padding.js';

/**
 * Corrects stock, which is wrong for padding 'same' with strides longer than the filter, in conv1d as well.
 */
export const conv2D = withRightSamePadding(Conv2D);
