export { allLabelSets } from './all-label-sets.js';
export { failure } from './failure.js';
export { errorToLargest, gaussianMatrix, largestError, seededValues } from './numbers.js';
