import { mixCallbacks } from '@argmaxable/core';
import { CustomCallback, LayersModel } from '@tensorflow/tfjs-layers';

export { CsvLog, type CsvLogOptions } from './csv-log.js';
export { ProgressLine, type ProgressLineOptions } from './progress-line.js';

mixCallbacks({ LayersModel, CustomCallback });
