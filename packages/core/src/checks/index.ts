export { isAsyncIterable, isIterable } from './iterables.js';
export { type JsonLimits, type JsonObject, parseJson } from './json.js';
export { didYouMean } from './nearest.js';
export {
  isArrayLike,
  isNumberArray,
  type NumberArray,
  type NumberOptions,
  readNumbers,
  readNumberRows,
} from './numbers.js';
export { checkOptions, isPlainObject } from './options.js';
export { checkTensor, isTensor, shapeText, sizeOfShape } from './tensors.js';
export {
  checkBoolean,
  checkFunction,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkString,
  type NumberRange,
} from './values.js';
