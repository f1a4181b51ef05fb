export { crossEntropy, focusedCrossEntropy, lossScratch } from './loss-labels';
export { softmaxCrossEntropy } from './loss-softmax';
