import {
  announceKeys,
  checkInteger,
  checkOneOf,
  checkOptions,
  checkString,
  isTensor,
  readScores,
  type TargetFormat,
  targetFormats,
  ValueError,
} from '@argmaxable/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { Callback, type LayersModel } from '@tensorflow/tfjs-layers';
import { Batch } from '../batch/batch.js';
import {
  modelBatches,
  checkAgainst,
  checkEvaluationData,
  checkInputs,
  type EvaluationData,
  type ModelBatch,
} from './evaluation-data.js';
import { MetricCollection, type MetricLike } from '../metric/metric-collection.js';

/** Options of `MultiLabelEvaluation`. */
export interface MultiLabelEvaluationOptions {
  /** What to evaluate on; see `EvaluationData`. */
  readonly data: EvaluationData;
  /**
   * What to evaluate: metrics as for `model.compile`, such as `f1AtK(8)`; names, such as `'f1Score'`; or
   * streaming metrics.
   */
  readonly metrics: readonly MetricLike[];
  /**
   * How often to evaluate: 3 means at every third epoch. The last epoch is always evaluated; 1 by default. In
   * other epochs the history gets no value.
   */
  readonly every?: number;
  /** Number of examples that go through the model at once if the data is `{ x, y }`; 32 by default. */
  readonly batchSize?: number;
  /** The text before a metric's key in the history; 'val_' by default. */
  readonly prefix?: string;
  /** How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'. */
  readonly targets?: TargetFormat;
}

/**
 * A callback for `fit` and `fitDataset` that evaluates metrics over a whole data set, exactly, at the end of
 * epochs, and puts the values into the history: 'val_f1@8', 'val_macroF1'.
 *
 * tfjs averages the metrics of `compile` over batches, which gives a different number. If such an average has
 * the same key, the exact value replaces it. In `callbacks` put this one before all that read its values,
 * such as `BestWeights` and tfjs's `callbacks.earlyStopping`. These count only the epochs that have a value
 * (tfjs's warns in the others). The model predicts batch by batch, and each prediction is disposed: memory
 * does not grow, except with metrics whose description says that they grow.
 *
 * @throws ValueError for options that are not allowed, or two metrics of the same key; when training starts,
 *   for a model of several outputs, for keys that another callback has, and for data in memory that does not
 *   fit the model; after an epoch, for other data that does not fit, for NaN predictions, and for no
 *   examples.
 *
 * @example
 * import { f1AtK, MultiLabelEvaluation } from '@argmaxable/metrics';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { callbacks, layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
 * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
 * const [x, y] = [tensor2d([[1, 0], [0, 1]]), tensor2d([[1, 1, 0], [0, 1, 0]])];
 * const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(2), 'hammingLoss'] });
 * const stopping = callbacks.earlyStopping({ monitor: 'val_f1@2', mode: 'max', patience: 3 });
 * model.fit(x, y, { epochs: 5, verbose: 0, callbacks: [evaluation, stopping] }).then(({ history }) => {
 *   console.log(history['val_f1@2'], history['val_hammingLoss']); // a value per epoch
 * });
 */
export class MultiLabelEvaluation extends Callback {
  private readonly metrics: MetricCollection;
  private readonly data: EvaluationData;
  private readonly every: number;
  private readonly batchSize: number;
  private readonly prefix: string;
  private readonly targets: TargetFormat;

  constructor(options: MultiLabelEvaluationOptions) {
    super();
    const names = ['data', 'metrics', 'every', 'batchSize', 'prefix', 'targets'];
    const {
      data,
      metrics,
      every = 1,
      batchSize = 32,
      prefix = 'val_',
      targets = 'auto',
    } = checkOptions('MultiLabelEvaluation', options, names);
    this.data = checkEvaluationData(data);
    this.metrics = new MetricCollection(metrics);
    this.every = checkInteger('every', every, { min: 1 });
    this.batchSize = checkInteger('batchSize', batchSize, { min: 1 });
    this.prefix = checkString('prefix', prefix);
    this.targets = checkOneOf('targets', targets, targetFormats);
  }

  /**
   * Computes the metrics' values over the whole data set; they are given by key, without the prefix.
   *
   * @param model A model of one output, [batch, n].
   */
  async evaluate(model: LayersModel): Promise<Record<string, number>> {
    checkOneOutput(model);
    this.metrics.reset();
    for await (const batch of modelBatches(this.data, this.batchSize, this.targets)) {
      try {
        await this.update(model, batch);
      } finally {
        batch.dispose();
      }
    }
    return this.metrics.result();
  }

  /** Called by tfjs. @internal */
  override setParams(params: Callback['params']): void {
    super.setParams(params);
    announceKeys(params, this.keys());
  }

  /** Called by tfjs. @internal */
  override onTrainBegin(): Promise<void> {
    checkOneOutput(this.model);
    checkAgainst(this.data, this.model, this.targets);
    return Promise.resolve();
  }

  /** Called by tfjs. @internal */
  override async onEpochEnd(epoch: number, logs?: Record<string, number | Tensor>): Promise<void> {
    const isLast = epoch + 1 === this.params.epochs;
    if (!logs || ((epoch + 1) % this.every !== 0 && !isLast)) return;
    // tfjs gives the same object to the callbacks after this one, and then to the history.
    for (const [key, value] of Object.entries(await this.evaluate(this.model))) {
      const average = logs[this.prefix + key];
      if (isTensor(average)) average.dispose(); // the average that tfjs made
      logs[this.prefix + key] = value;
    }
  }

  private keys(): string[] {
    return this.metrics.metrics.map(({ key }) => this.prefix + key);
  }

  private async update(model: LayersModel, { x, targets }: ModelBatch): Promise<void> {
    checkInputs('data', [x].flat(), model);
    const output = tidy(() => model.predictOnBatch(x) as Tensor);
    const { shape } = output;
    const values = (await output.data().finally(() => output.dispose())) as Float32Array;
    if (shape.length !== 2) {
      throw new ValueError('model', `output of shape [${shape.join(', ')}]`, 'of output [batch, n]');
    }
    const scores = readScores(values, shape[1], 'prediction');
    const sets = targets(shape[1]);
    if (sets.size !== scores.size) {
      throw new ValueError(
        'targets of a batch',
        `${sets.size} examples`,
        `as many as its inputs, ${scores.size}`,
      );
    }
    this.metrics.updateBatch(new Batch({ targets: sets, scores }, true));
  }
}

function checkOneOutput(model: LayersModel): void {
  const outputs = (model as Partial<LayersModel> | null | undefined)?.outputs;
  if (!Array.isArray(outputs)) throw new ValueError('model', model, 'a LayersModel of one output');
  if (outputs.length !== 1) throw new ValueError('model', `${outputs.length} outputs`, 'of one output');
}
