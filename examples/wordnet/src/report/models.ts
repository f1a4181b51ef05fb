import type { Look } from '@argmaxable/report';
import type { ModelResult } from '../result.js';

/**
 * Bottlenecked models are warm, darker with a start, and DFT models cool, everywhere; what is out of reach is
 * hatched besides.
 */
const variants: Readonly<Record<ModelResult['kind'], readonly Look[]>> = {
  bsl: [
    { color: 'warm2', symbol: 'diamond', dash: '5 3' },
    { color: 'warm2', symbol: 'diamond', dash: '2 2' },
  ],
  bslPrior: [
    { color: 'warm1', symbol: 'circle' },
    { color: 'warm1', symbol: 'circle', dash: '2 2' },
  ],
  bslFrequencies: [
    { color: 'warm1', symbol: 'triangle', dash: '5 3' },
    { color: 'warm1', symbol: 'triangle', dash: '2 2' },
  ],
  dft: [
    { color: 'cool1', symbol: 'square' },
    { color: 'cool1', symbol: 'square', dash: '2 2' },
  ],
  dftFrequencies: [
    { color: 'cool2', symbol: 'triangle', dash: '5 3' },
    { color: 'cool2', symbol: 'triangle', dash: '2 2' },
  ],
};

/** A model with its look. */
export interface StyledModel {
  readonly model: ModelResult;
  readonly look: Look;
}

/** Gives every model its look; further models of one kind take turns with that kind's variants. */
export function styleModels(models: readonly ModelResult[]): StyledModel[] {
  const seen = { bsl: 0, bslPrior: 0, bslFrequencies: 0, dft: 0, dftFrequencies: 0 };
  return models.map((model) => {
    const looks = variants[model.kind];
    return { model, look: looks[seen[model.kind]++ % looks.length] };
  });
}
