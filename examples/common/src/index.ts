export { batchesOf } from './batches.js';
export { describeMachine } from './machine.js';
export { OutputFolder } from './output-folder.js';
