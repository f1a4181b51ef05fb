export { extremeSystem, type ExtremeSystem, exactQuestion, systemStyles } from './extreme-systems.js';
export { forgeryFlaw, forgery } from './forgeries.js';
export {
  type Answer,
  decideExactly,
  type Fraction,
  fraction,
  isRightAt,
  type ExactQuestion,
  type ExactRow,
  exactRows,
  ruleOut,
  toNumber,
  widest,
} from './oracle.js';
export { isLess, isWiderThan, exactRadius } from './thinness.js';
