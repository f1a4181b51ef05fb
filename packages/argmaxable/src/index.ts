export * from '@argmaxable/core';
export * from '@argmaxable/decisions';
export * from '@argmaxable/layers';
export * from '@argmaxable/losses';
export * from '@argmaxable/metrics';
export * from '@argmaxable/optimizers';
export * from '@argmaxable/verify';
