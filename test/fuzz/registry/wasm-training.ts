import * as wasm from '@argmaxable/wasm-training';
import { publicFunction } from '../specs.js';

export const name = '@argmaxable/wasm-training';
export { wasm as exports };

export const functions = [publicFunction('registerTrainingKernels', wasm.registerTrainingKernels)];

export const others: Record<string, string> = {};
