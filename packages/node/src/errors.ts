/**
 * A backend that was asked for cannot be used, or its name is not one that `useBackend` knows. The message
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
    /** The name that was asked for; 'auto' where none was and every backend failed. */
    readonly backend: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * What is wrong with a saved model: a file is not there (`missing`), is there but not whole (`damaged`), or
 * the path or the model cannot be used this way at all (`unusable`).
 */
export type ModelFileProblem = 'missing' | 'damaged' | 'unusable';

/**
 * A model could not be saved to or loaded from files. The message names the file, says what is wrong with it
 * and what to do.
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
    /** The file or folder at fault, as an absolute path. */
    readonly path: string,
    readonly problem: ModelFileProblem,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The `code` of a Node error, such as 'ENOENT'; undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  // Not `instanceof Error`: an error can come from another realm (a vm context, a test runner).
  return (error as { message?: string } | undefined)?.message ?? String(error);
}
