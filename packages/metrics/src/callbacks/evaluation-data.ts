import {
  checkFunction,
  checkTensor,
  isAsyncIterable,
  isIterable,
  isNumberArray,
  isTensor,
  LabelSets,
  readTargets,
  shapeText,
  type TargetFormat,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import { dispose, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

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

/** A dataset as `fitDataset` takes it, such as a `tf.data.Dataset`. */
export interface DatasetLike {
  iterator(): Promise<{ next(): Promise<IteratorResult<unknown>> }>;
}

type Batches = Iterable<DataBatch> | AsyncIterable<DataBatch>;

/**
 * Examples to evaluate on: all in memory, or batch by batch. The tensors of batches from a dataset or a
 * function are disposed after use, because they are made again for each pass. Batches in an iterable belong
 * to the caller and are not disposed.
 */
export type EvaluationData = WholeData | DatasetLike | Batches | (() => Batches);

/** A batch to send through the model. */
export interface ModelBatch {
  readonly x: Tensor | Tensor[];
  /** The targets, given the number of labels that the model scores. */
  readonly targets: (numLabels: number) => LabelSets;
  readonly dispose: () => void;
}

/**
 * Returns `data` if it has a form that `modelBatches` reads; throws a ValueError otherwise. For data in
 * memory it also checks the inputs and the number of targets.
 */
export function checkEvaluationData(data: EvaluationData): EvaluationData {
  const given: unknown = data;
  const allowed = '{ x, y }, a dataset, batches { xs, ys }, or a function that returns batches';
  if (typeof given === 'function') return data;
  if (typeof given !== 'object' || given === null || ArrayBuffer.isView(given) || isTensor(given)) {
    throw new ValueError('data', given, allowed);
  }
  if (isWhole(given)) {
    wholeInputs(given);
  } else if ('iterator' in given) {
    checkFunction('data.iterator', given.iterator);
  } else if (!(isIterable(given) || isAsyncIterable(given))) {
    throw new ValueError('data', given, allowed);
  } else if (Array.isArray(given) || given instanceof Set || given instanceof Map) {
    const batches = Array.from(given as Iterable<unknown>);
    if (batches.length === 0) throw new ValueError('data', given, `${allowed}; at least one batch`);
    batches.forEach((batch, i) => partsOf(batch, `data[${i}]`));
  }
  return data;
}

/**
 * Checks data in memory against a model's inputs and output before training starts. Other data are checked
 * batch by batch when they are read.
 *
 * @throws ValueError for inputs of other shapes than the model's, and for targets of another width or number.
 */
export function checkAgainst(data: EvaluationData, model: LayersModel, format: TargetFormat): void {
  if (!isWhole(data)) return;
  checkInputs('data.x', wholeInputs(data), model);
  const width = model.outputs[0].shape.at(-1);
  if (width) readTargets(data.y, width, format, 'data.y');
}

/** Yields the data batch by batch. The caller must call `dispose` of each batch. */
export async function* modelBatches(
  data: EvaluationData,
  batchSize: number,
  format: TargetFormat,
): AsyncGenerator<ModelBatch> {
  if (typeof data === 'function') yield* read(checkBatches(data()), true, format);
  else if (isWhole(data)) yield* slices(data, batchSize, format);
  else if ('iterator' in data) yield* read(fromDataset(data), true, format);
  else yield* read(data, false, format);
}

function* slices(data: WholeData, batchSize: number, format: TargetFormat): Generator<ModelBatch> {
  const inputs = wholeInputs(data);
  const size = inputs[0].shape[0];
  let all: LabelSets | undefined;
  for (let start = 0; start < size; start += batchSize) {
    const count = Math.min(batchSize, size - start);
    const parts = inputs.map((input) => tidy(() => slice(input, start, count)));
    yield {
      x: parts.length === 1 ? parts[0] : parts,
      targets: (numLabels) => {
        all ??= readTargets(data.y, numLabels, format, 'data.y');
        if (all.size !== size) {
          throw new ValueError('data.y', `${all.size} examples`, `as many examples as data.x, ${size}`);
        }
        return all.select(Array.from({ length: count }, (_, i) => start + i));
      },
      dispose: () => dispose(parts),
    };
  }
}

async function* read(batches: Batches, owned: boolean, format: TargetFormat): AsyncGenerator<ModelBatch> {
  for await (const batch of batches) {
    const { x, y } = partsOf(batch);
    const release = () => {
      if (owned) dispose([x, y].flat().filter(isTensor));
    };
    let inputs: Tensor[];
    try {
      inputs = inputList('xs of a batch', x);
    } catch (error) {
      release();
      throw error;
    }
    yield {
      x: inputs.length === 1 ? inputs[0] : inputs,
      targets: (numLabels) => readTargets(y as Targets, numLabels, format, 'ys of a batch'),
      dispose: release,
    };
  }
}

function partsOf(batch: unknown, argument = 'batch'): { readonly x: unknown; readonly y: unknown } {
  if (typeof batch === 'object' && batch !== null) {
    if ('xs' in batch && 'ys' in batch) return { x: batch.xs, y: batch.ys };
    if ('x' in batch && 'y' in batch) return { x: batch.x, y: batch.y };
  }
  throw new ValueError(argument, batch, 'of the form { xs, ys } or { x, y }');
}

async function* fromDataset(dataset: DatasetLike): AsyncGenerator<DataBatch> {
  const iterator = (await dataset.iterator()) as { next?: () => Promise<IteratorResult<unknown>> } | null;
  checkFunction('next of data.iterator()', iterator?.next);
  for (;;) {
    const result = (await iterator!.next!()) as IteratorResult<unknown> | null;
    if (typeof result !== 'object' || result === null) {
      throw new ValueError('the result of next() of data.iterator()', result, '{ value, done }');
    }
    if (result.done) return;
    yield result.value as DataBatch;
  }
}

function checkBatches(batches: unknown): Batches {
  if (isIterable(batches) || isAsyncIterable(batches)) return batches as Batches;
  throw new ValueError(
    'the result of data()',
    batches,
    'batches { xs, ys }: an array, an iterator, a generator',
  );
}

function isWhole(data: object): data is WholeData {
  return 'x' in data && 'y' in data;
}

/** Returns the inputs of data in memory; there must be as many targets. */
export function wholeInputs(data: WholeData): Tensor[] {
  if (typeof data !== 'object' || data === null || !isWhole(data)) {
    throw new ValueError('data', data, '{ x, y }: inputs, and their targets');
  }
  const { x, y } = data;
  const inputs = inputList('data.x', x);
  const targets: unknown = y;
  if (targets instanceof LabelSets || isTensor(targets) || Array.isArray(targets)) {
    if (isTensor(targets)) checkTensor('data.y', targets);
    const size =
      targets instanceof LabelSets ? targets.size : isTensor(targets) ? targets.shape[0] : targets.length;
    if (size !== inputs[0].shape[0]) {
      throw new ValueError('data.y', `${size} examples`, `as many examples as data.x, ${inputs[0].shape[0]}`);
    }
  } else if (!isNumberArray(targets)) {
    throw new ValueError('data.y', targets, 'LabelSets, a tensor, rows, or a flat array of 0 and 1');
  }
  return inputs;
}

/** Checks the inputs of a batch against those of a model. */
export function checkInputs(argument: string, inputs: readonly Tensor[], model: LayersModel): void {
  const wanted = model.inputs.map(({ shape }) => shape);
  const fits =
    inputs.length === wanted.length &&
    inputs.every(({ shape }, i) => {
      return (
        shape.length === wanted[i].length &&
        wanted[i].every((size, j) => size === null || j === 0 || size === shape[j])
      );
    });
  if (fits) return;
  const shapes = (list: readonly (readonly (number | null)[])[]) =>
    list.map((shape) => shapeText(['size', ...shape.slice(1)] as never)).join(', ');
  throw new ValueError(
    argument,
    inputs.map(({ shape }) => shapeText(shape)).join(', '),
    `of shape ${shapes(wanted)}, like the inputs of the model`,
  );
}

function inputList(argument: string, x: unknown): Tensor[] {
  const allowed = 'a tensor, or one tensor per input of the model, of as many examples each';
  if (isTensor(x)) return [checkExamples(argument, x, allowed)];
  if (!Array.isArray(x) || x.length === 0) throw new ValueError(argument, x, allowed);
  const inputs = Array.from(x as Tensor[], (input, i) => checkExamples(`${argument}[${i}]`, input, allowed));
  const sizes = inputs.map(({ shape }) => shape[0]);
  if (sizes.some((size) => size !== sizes[0])) throw new ValueError(argument, sizes, allowed);
  return inputs;
}

function checkExamples(argument: string, tensor: Tensor, allowed: string): Tensor {
  checkTensor(argument, tensor, allowed);
  if (tensor.rank === 0) throw new ValueError(argument, tensor, `${allowed}, along the first axis`);
  return tensor;
}
