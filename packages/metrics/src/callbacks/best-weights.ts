import {
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOptions,
  checkOrder,
  checkString,
  didYouMean,
  isTensor,
  knownKeys,
  ValueError,
} from '@argmaxable/core';
import { type DataType, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { Callback, type LayersModel, type Logs } from '@tensorflow/tfjs-layers';
import { type Direction, directionOf, type MonitorMode } from './better.js';

/** Options of `BestWeights`. */
export interface BestWeightsOptions {
  /**
   * The key, in the logs of an epoch, of the value by which the best epoch is chosen; 'val_loss' by default.
   */
  readonly monitor?: string;
  /**
   * Whether lower ('min') or higher ('max') values are better. 'auto' (default) decides by the key's name,
   * for the losses, errors and scores of tfjs and of these packages; other names are an error.
   */
  readonly mode?: MonitorMode;
  /**
   * The number of epochs in a row without improvement after which training stops, 1 or more; epochs without a
   * value do not count. By default training does not stop early.
   */
  readonly patience?: number;
  /** Whether the best epoch's weights are put back into the model when training ends; true by default. */
  readonly restore?: boolean;
  /**
   * An epoch counts as an improvement if its value is better than the best by more than this, 0 or more; 0 by
   * default.
   */
  readonly minDelta?: number;
}

const optionNames = ['monitor', 'mode', 'patience', 'restore', 'minDelta'];

/** A copy of a weight's value that is not a tensor. */
interface Copy {
  readonly values: Float32Array | Int32Array | Uint8Array;
  readonly shape: number[];
  readonly dtype: DataType;
}

/**
 * A callback for `fit` and `fitDataset` that keeps the weights of the best epoch and puts them back when
 * training ends. With `patience` it also ends training early.
 *
 * One exact copy of all weights, also of those that are not trained, is kept in typed arrays in main memory.
 * No tensor is kept, even if an error ends the training. The state of the optimizer is not put back. In
 * `callbacks` put it after the callback that measures the value, such as `MultiLabelEvaluation`. Epochs
 * without a value are skipped. NaN is never an improvement.
 *
 * @throws ValueError for options that are not allowed; when training starts, if a callback after this one
 *   measures the value; after the first epoch, for a key that is not in the logs (the message lists the keys
 *   that are); at the end, if the value was not a number in any epoch.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { BestWeights, f1AtK, MultiLabelEvaluation } from '@argmaxable/metrics';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
 * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
 * const [x, y] = [tensor2d([[1, 0], [0, 1]]), tensor2d([[1, 1, 0], [0, 1, 0]])];
 * const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(2)] });
 * const best = new BestWeights({ monitor: 'val_f1@2', patience: 3 });
 * await model.fit(x, y, { epochs: 20, verbose: 0, callbacks: [evaluation, best] });
 * console.log(best.epoch, best.value); // the model has the weights of that epoch now
 */
export class BestWeights extends Callback {
  private readonly monitor: string;
  private readonly direction: Direction;
  private readonly patience: number;
  private readonly restores: boolean;
  private readonly minDelta: number;
  /** Keys of tfjs and of the callbacks before this one. */
  private known: readonly string[] = [];
  private best?: { readonly epoch: number; readonly value: number };
  private waited = 0;
  private copies: Copy[] = [];

  constructor(options: BestWeightsOptions = {}) {
    super();
    const {
      monitor = 'val_loss',
      mode = 'auto',
      patience,
      restore = true,
      minDelta = 0,
    } = checkOptions('BestWeights', options, optionNames);
    this.monitor = checkString('monitor', monitor, "a key of the logs, such as 'val_loss'");
    this.direction = directionOf(mode, monitor);
    this.patience = patience === undefined ? Infinity : checkInteger('patience', patience, { min: 1 });
    this.restores = checkBoolean('restore', restore);
    this.minDelta = checkNumber('minDelta', minDelta, { min: 0 });
  }

  /** The epoch whose weights are kept, counted from 0; undefined before the first. */
  get epoch(): number | undefined {
    return this.best?.epoch;
  }

  /** The monitored value of that epoch. */
  get value(): number | undefined {
    return this.best?.value;
  }

  /**
   * Puts the kept weights into the model. This also happens automatically at the end of a training, unless
   * `restore` is false or an error ended the training.
   *
   * @throws ValueError if no weights are kept yet.
   */
  restore(): void {
    if (!this.best) {
      const given = 'none: the monitored value was not a number in any epoch';
      throw new ValueError(
        'best weights',
        given,
        `those of an epoch in which ${JSON.stringify(this.monitor)} was a number`,
      );
    }
    // `setWeights` would apply the layers' constraints, which training does not apply, and could change the
    // weights.
    tidy(() => {
      variablesOf(this.model).forEach((variable, i) => {
        const { values, shape, dtype } = this.copies[i];
        variable.assign(tensor(values, shape, dtype));
      });
    });
  }

  /** Called by tfjs. @internal */
  override setParams(params: Callback['params']): void {
    super.setParams(params);
    this.known = knownKeys(params);
  }

  /** Called by tfjs. @internal */
  override onTrainBegin(): Promise<void> {
    checkOrder('BestWeights', this.params, this.known, (key) => key === this.monitor);
    this.best = undefined;
    this.waited = 0;
    return Promise.resolve();
  }

  /** Called by tfjs. @internal */
  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    const value = await numberOf(logs, this.monitor);
    if (value === undefined) {
      if (this.known.includes(this.monitor)) return;
      throw this.missing(Object.keys(logs));
    }
    if (this.isBetter(value)) {
      await this.keep();
      this.best = { epoch, value };
      this.waited = 0;
    } else if (++this.waited >= this.patience) {
      this.model.stopTraining = true;
    }
  }

  /** Called by tfjs. @internal */
  override onTrainEnd(): Promise<void> {
    if (this.restores) this.restore();
    return Promise.resolve();
  }

  private isBetter(value: number): boolean {
    if (Number.isNaN(value)) return false;
    if (!this.best) return true;
    const gain = this.direction === 'min' ? this.best.value - value : value - this.best.value;
    return gain > this.minDelta;
  }

  private async keep(): Promise<void> {
    const variables = variablesOf(this.model);
    const read = await Promise.all(variables.map((variable) => variable.data()));
    // Copied, because a kernel may write into the backend's own arrays; the arrays of the last copy are
    // reused.
    read.forEach((values, i) => {
      const { shape, dtype } = variables[i];
      const kept = this.copies[i] as Copy | undefined;
      if (kept?.values.length === values.length && kept.dtype === dtype) {
        kept.values.set(values);
        this.copies[i] = { values: kept.values, shape, dtype };
      } else {
        this.copies[i] = { values: values.slice(), shape, dtype };
      }
    });
    this.copies.length = variables.length;
  }

  private missing(keys: readonly string[]): ValueError {
    const nearest = didYouMean(this.monitor, keys);
    return new ValueError(
      'monitor',
      this.monitor,
      `one of the keys of the epoch's logs: ${keys.join(', ') || 'none'}`,
      nearest ??
        "A 'val_' value needs validation data, or MultiLabelEvaluation before this callback in the array.",
    );
  }
}

/** All weights of a model, also those that are not trained. */
function variablesOf(model: LayersModel): Variable[] {
  return model.weights.map((weight) => weight.read() as Variable);
}

/**
 * Reads a value of the logs, which may be a tensor; the tensor is not disposed, because the history owns it.
 * Undefined if there is no such value.
 */
async function numberOf(logs: object, key: string): Promise<number | undefined> {
  if (!Object.hasOwn(logs, key)) return undefined;
  const value = (logs as Record<string, unknown>)[key];
  if (isTensor(value)) return (await value.data())[0];
  if (typeof value === 'number') return value;
  throw new ValueError(`logs[${JSON.stringify(key)}]`, value, 'a number, to be monitored');
}
