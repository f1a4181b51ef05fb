export * from '@argmaxable/core';
export * from '@argmaxable/decisions';
export * from '@argmaxable/layers';
export * from '@argmaxable/losses';
export * from '@argmaxable/metrics';
export * from '@argmaxable/optimizers';
export * from '@argmaxable/verify';
// Until metrics' type has a name of its own.
export type { Classifier } from '@argmaxable/verify';
