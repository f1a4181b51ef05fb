export { extremeSystem, type ExtremeSystem, questionOf, styles } from './extreme-systems.js';
export { flawOf, forgery } from './forgeries.js';
export {
  type Answer,
  decideExactly,
  type Fraction,
  fraction,
  isRightAt,
  type Question,
  type Row,
  rowsOf,
  ruleOut,
  toNumber,
  widest,
} from './oracle.js';
export { isLess, isWiderThan, radiusOf } from './thinness.js';
