import type { Classifier } from '../../input/classifier.js';
import type { LocateFile } from '../../solvers/highs-solver.js';
import type { Question } from '../../input/question.js';

/** Everything a worker needs to decide label sets, as plain data that is sent with every chunk. */
export interface Job {
  /** Identifies the chunks of a run, so that a worker keeps its solvers from chunk to chunk. */
  readonly id: string;
  readonly classifier: Classifier;
  readonly question: Question;
  /** The place of `highs.wasm`; undefined if the solver finds it itself. */
  readonly highsUrl: string | undefined;
}

/**
 * The result of `locateFile`, in the form that a worker needs: functions cannot be sent, and a worker has
 * another base for URLs.
 */
export function highsUrl(locateFile: LocateFile | undefined): string | undefined {
  const url = locateFile?.('highs.wasm');
  return url === undefined || typeof location === 'undefined' ? url : new URL(url, location.href).href;
}

/**
 * The same numbers in memory that workers share, if there is such memory: sending them then copies nothing.
 */
export function sharedClassifier(classifier: Classifier): Classifier {
  if (typeof SharedArrayBuffer === 'undefined') return classifier;
  const share = (values: Float64Array): Float64Array => {
    const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
    copy.set(values);
    return copy;
  };
  const { weights, bias, projection } = classifier;
  return {
    ...classifier,
    weights: share(weights),
    bias: bias && share(bias),
    projection: projection && { ...projection, kernel: share(projection.kernel) },
  };
}
