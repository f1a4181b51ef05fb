export { checkBoolean, checkInteger, checkNumber, checkOneOf, type Range } from './checks.js';
export { cyclicSignChanges } from './cyclic-sign-changes.js';
export { ValueError } from './errors.js';
export { LabelSets } from './label-sets.js';
