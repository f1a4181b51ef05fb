import { type ProgressBar, progressBar } from '@argmaxable/cli';
import { percent } from '@argmaxable/report';
import type { EpochResult } from './result.js';
import type { TrainingEvents } from './training.js';

/** A live bar per epoch (loss, examples per second, time left), and a line for good when it is over. */
export function trainingProgress(): TrainingEvents & { stop(): void } {
  let bar: ProgressBar | undefined;
  let started = 0;
  return {
    resume: (epochs) => console.log(`  going on from the checkpoint after epoch ${epochs}`),
    start(epoch, epochs, examplesPerEpoch) {
      const format = `  epoch ${epoch}/${epochs} [{bar}] {percentage} %  loss {loss}  {rate} examples/s  {eta_formatted} left`;
      bar = progressBar(format);
      started = performance.now();
      bar.start(examplesPerEpoch, 0, { loss: '-', rate: '-' });
    },
    step(examples, loss) {
      const rate = Math.round((1000 * examples) / (performance.now() - started));
      bar?.update(examples, { loss: loss.toFixed(5), rate });
    },
    epoch({ epoch, loss, f1At10, microF1, seconds }: EpochResult) {
      bar?.stop();
      const metrics = `F1@10 ${percent(f1At10).padStart(6)}  micro-F1 ${percent(microF1).padStart(6)}`;
      console.log(`  epoch ${epoch}  loss ${loss.toFixed(5)}  ${metrics}  ${seconds.toFixed(1)} s`);
    },
    stop: () => bar?.stop(),
  };
}

/** A live bar for the verification of `total` label sets; `subject` says what of the model is verified. */
export function verificationProgress(
  subject: string,
  total: number,
): { update(done: number): void; stop(): void } {
  const format = `  verifying ${subject} [{bar}] {value}/{total} label sets  {eta_formatted} left`;
  const bar = progressBar(format);
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
