export { crossEntropy, focusedCrossEntropy, labelLossScratch } from './loss-labels';
export { softmaxCrossEntropy } from './loss-softmax';
