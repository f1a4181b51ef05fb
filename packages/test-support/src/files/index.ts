export { npy, npyMatrix, packed, safetensors, vector, zip } from './bytes.js';
export { type HostileFile, hostileFiles } from './hostile-files.js';
export { appliedTwice, from, functional, input, layer, type LayerJson } from './topology.js';
