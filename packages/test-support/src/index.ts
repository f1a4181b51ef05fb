export { allLabelSets } from './all-label-sets.js';
export { errorToLargest, gaussianMatrix, largestError, seededValues } from './numbers.js';
