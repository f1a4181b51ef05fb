import { checkOptions, checkOrder, isTensor, knownKeys, printableLine, ValueError } from '@argmaxable/core';
import { Callback, type Logs } from '@tensorflow/tfjs-layers';
import { SingleBar } from 'cli-progress';
import { logValues } from './log-values.js';

/** Options of `ProgressLine`. */
export interface ProgressLineOptions {
  /** Where to write; `process.stderr` by default. */
  readonly stream?: NodeJS.WritableStream;
}

/**
 * A callback for `fit` and `fitDataset` that shows the progress of a training, which tfjs itself does not
 * show in Node without tfjs-node. After each epoch it writes a line with the epoch's time and all its values.
 * On a terminal it also shows, during an epoch, a bar with batches, remaining time and loss.
 *
 * In `callbacks` put it last, after those whose values it shows. The loss is read from the device at most ten
 * times a second, and only for a terminal. tfjs-node has its own bar: turn it off with `verbose: 0`.
 *
 * @throws ValueError for options that are not allowed; when training starts, for a callback after this one
 * that measures values.
 *
 * @example
 * import { ProgressLine, useBackend } from '@argmaxable/node';
 * import { randomNormal } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * await useBackend();
 * const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
 * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
 * const [x, y] = [randomNormal([8, 3]), randomNormal([8, 2])];
 * // epoch 1/2  0.1 s  loss 1.234 ...
 * await model.fit(x, y, { epochs: 2, verbose: 0, callbacks: [new ProgressLine()] });
 */
export class ProgressLine extends Callback {
  private readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  private known: readonly string[] = [];
  private epochStart = 0;
  private bar?: SingleBar;
  private lossRead = 0;
  private loss = '';

  constructor(options: ProgressLineOptions = {}) {
    super();
    const { stream = process.stderr } = checkOptions('ProgressLine', options, ['stream']);
    const { write } = (stream ?? {}) as { write?: unknown };
    if (typeof stream !== 'object' || typeof write !== 'function') {
      throw new ValueError('stream', stream, 'a stream to write to, such as process.stderr');
    }
    this.stream = stream;
  }

  /** Called by tfjs. @internal */
  override setParams(params: Callback['params']): void {
    super.setParams(params);
    this.known = knownKeys(params);
  }

  /** Called by tfjs. @internal */
  override onTrainBegin(): Promise<void> {
    checkOrder('ProgressLine', this.params, this.known);
    return Promise.resolve();
  }

  /** Called by tfjs. @internal */
  override onEpochBegin(epoch: number): Promise<void> {
    this.epochStart = performance.now();
    if (this.stream.isTTY) {
      const batches = this.batches();
      this.bar = new StillBar({
        stream: this.stream,
        format: `${this.title(epoch)}  ${batches === undefined ? 'batch {value}' : '[{bar}] {value}/{total}  {eta_formatted} left'}{loss}`,
        barCompleteChar: '=',
        barIncompleteChar: ' ',
        barsize: 24,
        linewrap: true, // on is the terminal's own state: nothing to restore where an error ends the training
        clearOnComplete: true,
      });
      this.loss = '';
      this.bar.start(batches ?? 1, 0, { loss: '' });
    }
    return Promise.resolve();
  }

  /** Called by tfjs. @internal */
  override async onBatchEnd(batch: number, logs: Logs = {}): Promise<void> {
    if (!this.bar) return;
    const { loss } = logs as { loss?: unknown };
    if (performance.now() - this.lossRead > 100) {
      this.lossRead = performance.now();
      this.loss = `  loss ${shown(isTensor(loss) ? (await loss.data())[0] : loss)}`;
    }
    this.bar.update(batch + 1, { loss: this.loss });
    // Removed before callbacks run at the end of the epoch, because they may write lines.
    if (batch + 1 === this.batches()) this.clearBar();
  }

  /** Called by tfjs. @internal */
  override async onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
    const seconds = (performance.now() - this.epochStart) / 1000;
    const values = [...(await logValues(logs))].map(
      ([key, value]) => `${printableLine(key)} ${shown(value)}`,
    );
    this.clearBar();
    this.stream.write(`${[this.title(epoch), `${seconds.toFixed(1)} s`, ...values].join('  ')}\n`);
  }

  private clearBar(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private title(epoch: number): string {
    return `epoch ${epoch + 1}/${Number(this.params.epochs)}`;
  }

  /**
   * The number of batches in an epoch, if it is known: for datasets of known size tfjs gives it, for tensors
   * tfjs gives the number of examples.
   */
  private batches(): number | undefined {
    const { steps, samples, batchSize } = this.params as Partial<Record<string, number | null>>;
    if (typeof steps === 'number') return steps;
    return samples && batchSize ? Math.ceil(samples / batchSize) : undefined;
  }
}

/**
 * A bar that is drawn only when it is updated. A timer would keep the process alive after an error ends the
 * training.
 */
class StillBar extends SingleBar {
  private timer?: NodeJS.Timeout; // cli-progress's own

  override render(): void {
    (SingleBar.prototype as unknown as { render(this: StillBar): void }).render.call(this);
    clearTimeout(this.timer);
  }
}

function shown(value: unknown): string {
  if (typeof value !== 'number') return printableLine(String(value));
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
