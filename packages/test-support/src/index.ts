export { errorToLargest, largestError, seededNumbers, seededValues } from './numbers.js';
