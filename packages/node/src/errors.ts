/**
 * The error if a requested backend cannot be used, or if `useBackend` does not know its name. The message
 * says why and what to do.
 *
 * @example
 * import { BackendError, useBackend } from '@argmaxable/node';
 * try {
 *   await useBackend('tfjs-node');
 * } catch (error) {
 *   if (!(error instanceof BackendError)) throw error;
 *   console.log(error.backend); // 'tfjs-node'
 *   await useBackend('wasm');
 * }
 */
export class BackendError extends Error {
  override readonly name = 'BackendError';

  constructor(
    /** The requested name; 'auto' if none was requested and every backend failed. */
    readonly backend: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * What is wrong with a saved model: a file does not exist (`missing`), a file is incomplete or wrong
 * (`damaged`), or the path or the model cannot be used in this way (`unusable`).
 */
export type ModelFileProblem = 'missing' | 'damaged' | 'unusable';

/**
 * The error if a model could not be saved to files or loaded from them. The message names the file, says what
 * is wrong with it and what to do.
 *
 * @example
 * import { fileSystem, ModelFileError } from '@argmaxable/node';
 * try {
 *   await fileSystem('no-such-folder/model.json').load();
 * } catch (error) {
 *   if (!(error instanceof ModelFileError)) throw error;
 *   console.log(error.problem, error.path); // missing /.../no-such-folder/model.json
 * }
 */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';

  constructor(
    /** The file or folder with the problem, as an absolute path. */
    readonly path: string,
    readonly problem: ModelFileProblem,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Returns the `code` of a Node error, such as 'ENOENT'; undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}

/** Returns the message of a thrown value. */
export function errorMessage(error: unknown): string {
  // Not `instanceof Error`: an error can come from another realm (a vm context, a test runner).
  return (error as { message?: string } | undefined)?.message ?? String(error);
}
