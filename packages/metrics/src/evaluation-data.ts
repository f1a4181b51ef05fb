import { type LabelSets, readTargets, type TargetFormat, type Targets, ValueError } from '@argmaxable/core';
import { dispose, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Inputs of a model: one tensor, or one per input of the model, in its order. */
export type ModelInputs = Tensor | readonly Tensor[];

/** Examples that are all in memory. */
export interface WholeData {
  /** Inputs [size, ...]. */
  readonly x: ModelInputs;
  /** Targets [size, n] in any form: `LabelSets`, a multi-hot or sparse tensor, rows, a flat typed array. */
  readonly y: Targets | Tensor;
}

/** One batch of a data set. */
export type DataBatch = WholeData | { readonly xs: ModelInputs; readonly ys: Targets | Tensor };

/** What `fitDataset` takes, such as a `tf.data.Dataset`. */
export interface DatasetLike {
  iterator(): Promise<{ next(): Promise<IteratorResult<unknown>> }>;
}

type Batches = Iterable<DataBatch> | AsyncIterable<DataBatch>;

/**
 * Examples to evaluate on: all in memory, or batch by batch. Batches of a dataset, and of what a function returns, were
 * made for this pass, and their tensors are disposed after use; those of an iterable stay the caller's.
 */
export type EvaluationData = WholeData | DatasetLike | Batches | (() => Batches);

/** A batch on its way through the model. */
export interface ModelBatch {
  readonly x: Tensor | Tensor[];
  /** What is true, given the number of labels that the model scores. */
  readonly targets: (numLabels: number) => LabelSets;
  readonly dispose: () => void;
}

/** Returns `data` if it is of a form that `batchesOf` reads; throws a ValueError otherwise. */
export function checkEvaluationData(data: EvaluationData): EvaluationData {
  const given: unknown = data;
  const isObject = typeof given === 'object' && given !== null;
  const readable =
    typeof given === 'function' ||
    (isObject &&
      (('x' in given && 'y' in given) ||
        'iterator' in given ||
        Symbol.iterator in given ||
        Symbol.asyncIterator in given));
  if (!readable) {
    throw new ValueError(
      'data',
      given,
      '{ x, y }, a dataset, batches { xs, ys }, or a function that returns batches',
    );
  }
  return data;
}

/** The data, batch by batch. Whoever takes a batch calls its `dispose`. */
export async function* batchesOf(
  data: EvaluationData,
  batchSize: number,
  format: TargetFormat,
): AsyncGenerator<ModelBatch> {
  if (typeof data === 'object' && 'x' in data) yield* slices(data, batchSize, format);
  else if (typeof data === 'object' && 'iterator' in data) yield* read(fromDataset(data), true, format);
  else if (typeof data === 'function') yield* read(data(), true, format);
  else yield* read(data, false, format);
}

function* slices({ x, y }: WholeData, batchSize: number, format: TargetFormat): Generator<ModelBatch> {
  const inputs = inputList(x);
  const size = inputs[0].shape[0];
  let all: LabelSets | undefined;
  for (let start = 0; start < size; start += batchSize) {
    const count = Math.min(batchSize, size - start);
    const parts = inputs.map((input) => tidy(() => slice(input, start, count)));
    yield {
      x: parts.length === 1 ? parts[0] : parts,
      targets: (numLabels) => {
        all ??= readTargets(y, numLabels, format);
        if (all.size !== size)
          throw new ValueError('y', `${all.size} examples`, `as many examples as x, ${size}`);
        return all.select(Array.from({ length: count }, (_, i) => start + i));
      },
      dispose: () => dispose(parts),
    };
  }
}

async function* read(batches: Batches, owned: boolean, format: TargetFormat): AsyncGenerator<ModelBatch> {
  for await (const batch of batches) {
    const isBatch = typeof batch === 'object' && batch !== null && ('xs' in batch || 'x' in batch);
    if (!isBatch) throw new ValueError('batch', batch, 'of the form { xs, ys } or { x, y }');
    const [x, y] = 'xs' in batch ? [batch.xs, batch.ys] : [batch.x, batch.y];
    const inputs = inputList(x);
    yield {
      x: inputs.length === 1 ? inputs[0] : inputs,
      targets: (numLabels) => readTargets(y, numLabels, format),
      dispose: () => {
        if (!owned) return;
        dispose(inputs);
        if ('dataSync' in y) y.dispose();
      },
    };
  }
}

async function* fromDataset(dataset: DatasetLike): AsyncGenerator<DataBatch> {
  const iterator = await dataset.iterator();
  for (;;) {
    const result = await iterator.next();
    if (result.done) return;
    yield result.value as DataBatch;
  }
}

function inputList(x: ModelInputs): Tensor[] {
  const inputs = 'shape' in x ? [x] : [...x];
  const [first] = inputs;
  if (first === undefined || inputs.some((input) => input.shape[0] !== first.shape[0])) {
    const sizes = inputs.map((input) => input.shape[0]);
    throw new ValueError(
      'x',
      sizes,
      'a tensor, or one tensor per input of the model, of as many examples each',
    );
  }
  return inputs;
}
