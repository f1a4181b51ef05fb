import { announceKeys, checkInteger, checkString, type Targets, ValueError } from '@argmaxable/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Callback, type layers, type Logs } from '@tensorflow/tfjs-layers';
import { checkInputs, type WholeData, wholeInputs } from '../callbacks/evaluation-data.js';
import { readCollapseSets, readFeatures } from './inputs.js';
import { type OutputFeatures, outputFeatures } from './output-features.js';
import {
  type CollapseSettings,
  readCollapseOptions,
  type ReportOptions,
  reportOptionNames,
} from './options.js';
import { type NeuralCollapseReport, reportOf } from './report.js';
import { CollapseStatistics } from './statistics.js';

/** Arguments of `NeuralCollapseMonitor`. */
export interface NeuralCollapseMonitorArgs extends ReportOptions {
  /**
   * Inputs [size, ...], one tensor per input of the model, and targets in any form. The caller keeps them.
   */
  readonly data: { readonly x: Tensor | Tensor[]; readonly y: Targets };
  /**
   * The layer that scores the labels, or its name; by default the last such layer of the model, before scales
   * and activations.
   */
  readonly layer?: string | layers.Layer;
  /** The number of epochs from one measurement to the next; 1 by default. */
  readonly every?: number;
  /** Number of examples that go through the model at once; 128 by default. */
  readonly batchSize?: number;
  /** The text before the names in the logs; '' by default. */
  readonly prefix?: string;
}

/** The figures that every report has. */
const figures = ['nc1', 'nc2Classifier', 'nc2Means', 'nc3'] as const;

const argumentNames = ['data', 'layer', 'every', 'batchSize', 'prefix', ...reportOptionNames];

/**
 * A callback that measures neural collapse while a model trains. It puts `nc1`, `nc2Classifier`, `nc2Means`,
 * `nc3` and, if `data` has label sets of several labels, `tagWiseAverage` (the angle metric) into the logs of
 * each epoch. The history and the callbacks after it read them there.
 *
 * The features are what the output layer's classifier multiplies, computed as in prediction: the input of the
 * last dense layer, of `ETFOutput`, or of any layer with `classifierMatrix()`; for `BSLOutput` and
 * `DFTOutput` the features after their projection. After the layer there may be label scales (`LabelScale`),
 * activations and dropout, and the layer may be in a nested model. The features go batch by batch into
 * `NeuralCollapse`, whose description gives memory and time.
 *
 * @throws ValueError for arguments out of range; when training starts, if the model does not end in such a
 *   layer; after an epoch, as `neuralCollapseReport` does, for example for features that are not finite.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { LabelSets } from '@argmaxable/core';
 * import { NeuralCollapseMonitor } from '@argmaxable/metrics';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential();
 * model.add(layers.dense({ units: 4, inputShape: [2], activation: 'relu' }));
 * model.add(layers.dense({ units: 3 }));
 * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
 * const x = tensor2d([[1, 0], [0.8, 0.1], [0, 1], [-1, -1], [1, 1]]);
 * const labelSets = LabelSets.from([[0], [0], [1], [2], [0, 1]], 3);
 * const monitor = new NeuralCollapseMonitor({ data: { x, y: labelSets } });
 * const y = labelSets.toMultiHot();
 * const { history } = await model.fit(x, y, { epochs: 2, verbose: 0, callbacks: [monitor] });
 * console.log(history.nc1, history.tagWiseAverage); // two values each
 */
export class NeuralCollapseMonitor extends Callback {
  /** The reports of this training so far, each with the epoch, counted from 0, after which it was made. */
  readonly reports: { readonly epoch: number; readonly report: NeuralCollapseReport }[] = [];
  private readonly data: WholeData;
  private readonly layer?: string | layers.Layer;
  private readonly every: number;
  private readonly batchSize: number;
  private readonly prefix: string;
  private readonly settings: CollapseSettings;
  private output!: OutputFeatures;

  constructor(args: NeuralCollapseMonitorArgs) {
    super();
    this.settings = readCollapseOptions('NeuralCollapseMonitor', args, argumentNames);
    const { data, layer, every = 1, batchSize = 128, prefix = '' } = args;
    this.layer = checkLayer(layer);
    this.every = checkInteger('every', every, { min: 1 });
    this.batchSize = checkInteger('batchSize', batchSize, { min: 1 });
    this.prefix = checkString('prefix', prefix);
    wholeInputs(data);
    this.data = data;
  }

  /** Called by tfjs. @internal */
  override setParams(params: Callback['params']): void {
    super.setParams(params);
    announceKeys(
      params,
      [...figures, 'tagWiseAverage'].map((name) => this.prefix + name),
    );
  }

  /** Called by tfjs. @internal */
  override onTrainBegin(): Promise<void> {
    this.output = outputFeatures(this.model, this.layer);
    checkInputs('data.x', wholeInputs(this.data), this.model);
    this.reports.length = 0;
    return Promise.resolve();
  }

  /** Called by tfjs. @internal */
  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    if ((epoch + 1) % this.every !== 0) return;
    const report = await this.measure();
    this.reports.push({ epoch, report });
    for (const name of figures) logs[this.prefix + name] = report[name];
    if (report.tagWiseAverage) logs[`${this.prefix}tagWiseAverage`] = report.tagWiseAverage.metric;
  }

  /** Measures the figures of the model in its present state. */
  private async measure(): Promise<NeuralCollapseReport> {
    const classifier = this.output.classifier();
    const [numLabels] = classifier.shape;
    const values = await classifier.data<'float32'>().finally(() => classifier.dispose());
    const statistics = new CollapseStatistics({ numLabels });
    await this.feed(statistics);
    return reportOf(statistics, readFeatures('classifier', values, numLabels), this.settings);
  }

  private async feed(statistics: CollapseStatistics): Promise<void> {
    const inputs = wholeInputs(this.data);
    const labelSets = readCollapseSets(this.data.y, { ...this.settings, numLabels: statistics.numLabels });
    const [size] = inputs[0].shape;
    if (labelSets.size !== size) {
      throw new ValueError('data.y', `${labelSets.size} examples`, `as many examples as data.x, ${size}`);
    }
    for (let start = 0; start < labelSets.size; start += this.batchSize) {
      const rows = Array.from(
        { length: Math.min(this.batchSize, labelSets.size - start) },
        (_, i) => start + i,
      );
      const features = this.output.features(inputs, start, rows.length);
      const values = await features.data<'float32'>().finally(() => features.dispose());
      statistics.update(values, labelSets.select(rows));
    }
  }
}

function checkLayer(layer: unknown): string | layers.Layer | undefined {
  const isLayer = typeof (layer as Partial<layers.Layer> | null | undefined)?.getClassName === 'function';
  if (layer === undefined || typeof layer === 'string' || isLayer) {
    return layer as string | layers.Layer | undefined;
  }
  throw new ValueError('layer', layer, 'a layer of the model, or the name of one');
}
