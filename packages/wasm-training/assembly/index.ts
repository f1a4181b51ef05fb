export * from './losses';
export * from './optimizers';
export * from './dft';
export { matmul, matmulScratchBytes } from './matmul';
export { clamp, repeatRow } from './numbers';
export * from './windows';
export * from './rows';
