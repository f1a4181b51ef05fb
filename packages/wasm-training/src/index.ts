import { registerTrainingKernels } from './register.js';

export { registerTrainingKernels, trainingKernelNames } from './register.js';

registerTrainingKernels();
