/**
 * The error if what `Tagger.load` reads is no tagger (`noTagger`), is of a version that this one does not
 * read (`version`), or is not as it was saved (`damaged`).
 *
 * @example
 * import { Tagger, TaggerFileError } from '@argmaxable/tagger';
 * try {
 *   await Tagger.load({ load: async () => ({ modelTopology: {} }) });
 * } catch (error) {
 *   if (!(error instanceof TaggerFileError)) throw error;
 *   console.log(error.problem); // 'noTagger'
 * }
 */
export class TaggerFileError extends Error {
  override readonly name = 'TaggerFileError';

  constructor(
    readonly problem: 'noTagger' | 'version' | 'damaged',
    message: string,
  ) {
    super(message);
  }
}
