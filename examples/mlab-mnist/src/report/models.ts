import type { Look } from '@argmaxable/report';
import type { ModelResult } from '../result.js';

/** A network with its look: the trained layer is warm and the fixed frame cool, everywhere. */
export interface StyledModel {
  readonly model: ModelResult;
  readonly look: Look;
}

const looks: Readonly<Record<ModelResult['kind'], Look>> = {
  linear: { color: 'warm1', symbol: 'circle' },
  etf: { color: 'cool1', symbol: 'square' },
};

export const styleModels = (models: readonly ModelResult[]): StyledModel[] =>
  models.map((model) => ({ model, look: looks[model.kind] }));
