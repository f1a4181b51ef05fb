export {
  active,
  allocate,
  bounds,
  bytes32,
  bytes64,
  candidates,
  combination,
  direction,
  goal,
  margins,
  multipliers,
  offsets,
  reserve,
  rows,
  signs,
  some,
  x,
} from './layout';
export { price, priceSome } from './price';
export { add, clear, drop, project, size } from './active-rows';
export { entering, push, rebase, refine, solve } from './nearest-point';
