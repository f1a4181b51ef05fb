import { mixCallbacks } from '@argmaxable/core';
import { CustomCallback, LayersModel } from '@tensorflow/tfjs-layers';

export { BestWeights, type BestWeightsOptions } from './best-weights.js';
export type { MonitorMode } from './better.js';

mixCallbacks({ LayersModel, CustomCallback });
