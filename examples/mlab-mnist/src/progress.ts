import { progressBar } from '@argmaxable/cli';
import { percent } from '@argmaxable/report';
import type { TrainingEvents } from './training.js';

/** A live bar for a training, and a line for good for each measurement. */
export function trainingProgress(epochs: number): TrainingEvents & { stop(): void } {
  const bar = progressBar('  training [{bar}] {percentage} %  {eta_formatted} left');
  let started = false;
  return {
    step(step, steps) {
      if (!started) bar.start(steps, step);
      started = true;
      bar.update(step);
    },
    measured({ epoch, pickAllLabels, nc1, nc2Means, nc3, tagWiseAverage, test }) {
      // Over the bar, which is drawn anew with the next step.
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
      const collapse = [nc1, nc2Means, nc3, tagWiseAverage].map((value) => value.toFixed(3));
      console.log(
        `  epoch ${String(epoch).padStart(String(epochs).length)}  loss ${pickAllLabels.toFixed(3)}  ` +
          `NC1 ${collapse[0]}  NC2 ${collapse[1]}  NC3 ${collapse[2]}  angle ${collapse[3]}  test IoU ${percent(test.iou)}`,
      );
    },
    stop: () => bar.stop(),
  };
}
