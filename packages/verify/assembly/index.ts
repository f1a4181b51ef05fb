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
  lower,
  margins,
  multipliers,
  normals,
  offsets,
  reserve,
  rows,
  signs,
  some,
  upper,
  x,
} from './layout';
export { price, priceSome } from './price';
export { add, clear, drop, project, size } from './active-rows';
export { setBounded } from './bounds';
export { entering, enteringBound, push, rebase, refine, solve } from './nearest-point';
