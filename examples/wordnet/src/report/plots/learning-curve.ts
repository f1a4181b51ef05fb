import { decimal, epochCurves, score } from '@argmaxable/report';
import type { StyledModel } from '../models.js';

/** What is drawn against the epoch. */
export type CurveValue = 'loss' | 'f1At10' | 'microF1';

const VALUES: Readonly<Record<CurveValue, { title: string; format: (value: number) => string }>> = {
  loss: { title: 'Training loss', format: decimal },
  f1At10: { title: 'F1@10 on the held-out examples', format: score },
  microF1: { title: 'Micro-F1 on the held-out examples', format: score },
};

/** One line per model; models without recorded epochs are left out. */
export function learningCurve(models: readonly StyledModel[], value: CurveValue): string {
  return epochCurves({
    id: `curve-${value}`,
    ...VALUES[value],
    tick: value === 'loss' ? decimal : (y) => `${decimal(Math.round(y * 1000) / 10)}%`,
    curves: models.map(({ model, look }) => ({
      name: model.name,
      look,
      points: model.epochs.map((epoch) => ({ epoch: epoch.epoch, value: epoch[value] })),
    })),
  });
}
