import { isAsyncIterable, isIterable, isTensor, LabelSets, readTargets, ValueError } from '@argmaxable/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Label sets to verify: `LabelSets`; arrays of active label indices, in any order; a multi-hot tensor [sets,
 * n] or a sparse one (int32 indices padded with -1); or any iterable of such arrays, of any length, which is
 * never held as a whole.
 */
export type LabelSetInput =
  LabelSets | Tensor2D | Iterable<ArrayLike<number>> | AsyncIterable<ArrayLike<number>>;

/**
 * The label sets of an input, each ascending and checked; `total` is null if it is not known before the end.
 */
export interface LabelSetSource {
  readonly total: number | null;
  readonly sets: Iterable<Int32Array> | AsyncIterable<Int32Array>;
}

/**
 * @throws ValueError for another type or number of labels; the iteration throws it for a label that is out of
 *   range or repeated.
 */
export function readLabelSets(input: LabelSetInput, numLabels: number): LabelSetSource {
  if (input instanceof LabelSets || isTensor(input)) {
    if (input instanceof LabelSets && input.numLabels !== numLabels) {
      const allowed = `label sets over ${numLabels} labels, as many as the classifier has`;
      throw new ValueError('labelSets', `${input.numLabels} labels`, allowed);
    }
    const sets = readTargets(input, numLabels);
    return { total: sets.size, sets };
  }
  if (Array.isArray(input)) {
    const sets = LabelSets.from(input as ReadonlyArray<ArrayLike<number>>, numLabels);
    return { total: sets.size, sets };
  }
  if (!mayHoldLabelSets(input)) {
    throw new ValueError(
      'labelSets',
      input,
      'a LabelSets, an array of arrays of label indices, a multi-hot tensor, or an iterable of arrays',
    );
  }
  return { total: null, sets: checked(input, numLabels) };
}

async function* checked(
  input: Iterable<ArrayLike<number>> | AsyncIterable<ArrayLike<number>>,
  numLabels: number,
): AsyncIterable<Int32Array> {
  let place = 0;
  for await (const labels of input) {
    try {
      yield LabelSets.from([labels], numLabels).get(0);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      throw new ValueError(`labelSets[${place}]`, error.given, error.allowed);
    }
    place++;
  }
}

/** Iterables of numbers, or of pairs, do not contain label sets. */
function mayHoldLabelSets(
  input: unknown,
): input is Iterable<ArrayLike<number>> | AsyncIterable<ArrayLike<number>> {
  return (
    (isIterable(input) || isAsyncIterable(input)) && !ArrayBuffer.isView(input) && !(input instanceof Map)
  );
}
