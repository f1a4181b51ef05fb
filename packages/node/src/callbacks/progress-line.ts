import { checkOptions, checkOrder, isTensor, knownKeys, ValueError } from '@argmaxable/core';
import { Callback, type Logs } from '@tensorflow/tfjs-layers';
import { SingleBar } from 'cli-progress';
import { logValues } from './log-values.js';

/** Options of `ProgressLine`. */
export interface ProgressLineOptions {
  /** Where to write; `process.stderr` by default. */
  readonly stream?: NodeJS.WritableStream;
}

/**
 * A callback for `fit` and `fitDataset` that says how far a training is, which tfjs does not in Node without
 * tfjs-node: after each epoch a line with its time and all its values, and on a terminal, within an epoch, a
 * bar with batches, time left and loss.
 *
 * In `callbacks` it stands last, behind those whose values it shows. The loss is read from the device ten
 * times a second at most, and on a terminal only. With tfjs-node, whose own bar `verbose: 1` shows, give
 * `verbose: 0`.
 *
 * @throws ValueError for options that are not allowed; when training starts, for a callback behind it that
 * measures values.
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
    // Gone before the callbacks of the epoch's end, whose own lines it would mix with.
    if (batch + 1 === this.batches()) this.clearBar();
  }

  /** Called by tfjs. @internal */
  override async onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
    const seconds = (performance.now() - this.epochStart) / 1000;
    const values = [...(await logValues(logs))].map(([key, value]) => `${printable(key)} ${shown(value)}`);
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
   * Batches in an epoch, where that is known: tfjs tells it of datasets of known size, and the examples of
   * tensors.
   */
  private batches(): number | undefined {
    const { steps, samples, batchSize } = this.params as Partial<Record<string, number | null>>;
    if (typeof steps === 'number') return steps;
    return samples && batchSize ? Math.ceil(samples / batchSize) : undefined;
  }
}

/**
 * A bar that is drawn when it is updated and not by a timer, which would keep the process alive where an
 * error ends the training.
 */
class StillBar extends SingleBar {
  private timer?: NodeJS.Timeout; // cli-progress's own

  override render(): void {
    (SingleBar.prototype as unknown as { render(this: StillBar): void }).render.call(this);
    clearTimeout(this.timer);
  }
}

function shown(value: unknown): string {
  if (typeof value !== 'number') return printable(String(value));
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/**
 * Keys hold names of outputs, which a model's file gives: none of their control characters reaches the
 * terminal.
 */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
