import { epochCurves } from '@argmaxable/report';
import type { StyledModel } from './models.js';

/** What is drawn against the epoch. */
export type CurveValue = 'loss' | 'f1At10' | 'microF1';

const titles: Readonly<Record<CurveValue, string>> = {
  loss: 'Training loss',
  f1At10: 'F1@10 on the held-out examples',
  microF1: 'Micro-F1 on the held-out examples',
};

/** One line per model; models without recorded epochs are left out. */
export function learningCurve(models: readonly StyledModel[], value: CurveValue): string | null {
  return epochCurves({
    id: `curve-${value}`,
    title: titles[value],
    values: value === 'loss' ? 'number' : 'fraction',
    curves: models.map(({ model, look }) => ({
      name: model.name,
      look,
      points: model.epochs.map((epoch) => ({ epoch: epoch.epoch, value: epoch[value] })),
    })),
  });
}
