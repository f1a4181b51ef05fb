// The compiler's shared settings do not include Node's types, so that no package for browsers can use them;
// this package may.
/// <reference types="node" />
import { registerFileRouter } from './file-router.js';

export { checkReplaceable, type FileOwner, replaceFile } from './atomic/replace-file.js';
export { CsvLog, type CsvLogOptions, ProgressLine, type ProgressLineOptions } from './callbacks/index.js';
export { BackendError, ModelFileError, type ModelFileProblem } from './errors.js';
export { registerFileRouter } from './file-router.js';
export { fileSystem, type FileSystemHandler, type FileSystemOptions } from './file-system.js';
export { isGone, processTag } from './process-tag.js';
export {
  useBackend,
  type BackendChoice,
  type BackendName,
  type SkippedBackend,
  type UseBackendOptions,
} from './use-backend.js';

registerFileRouter();
