/** The contracts of all kernels of our own. */
export * from './dft.js';
export * from './losses.js';
export * from './optimizers.js';
export * from './rows.js';
