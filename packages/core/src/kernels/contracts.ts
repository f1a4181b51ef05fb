/** The contracts of all our kernels. */
export * from './dft.js';
export * from './losses.js';
export * from './optimizers.js';
export * from './rows.js';
