export { npy, npyMatrix, packed, safetensors, vector, zip } from './bytes.js';
export { type HostileFile, hostileFiles } from './hostile-files.js';
