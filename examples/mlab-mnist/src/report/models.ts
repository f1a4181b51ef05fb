import { color, type Look } from '@argmaxable/report';
import type { ModelResult } from '../result.js';

/** A network with its look: the trained layer is warm and the fixed frame cool, everywhere. */
export interface StyledModel {
  readonly model: ModelResult;
  readonly look: Look;
}

const LOOKS: Readonly<Record<ModelResult['kind'], Look>> = {
  linear: { colorName: 'warm1', color: color('warm1'), symbol: 'circle', dash: undefined },
  etf: { colorName: 'cool1', color: color('cool1'), symbol: 'square', dash: undefined },
};

export const styleModels = (models: readonly ModelResult[]): StyledModel[] =>
  models.map((model) => ({ model, look: LOOKS[model.kind] }));
