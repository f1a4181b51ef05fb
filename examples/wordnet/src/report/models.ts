import { color, type Look } from '@argmaxable/report';
import type { ModelResult } from '../result.js';

/** Bottlenecked models are warm and DFT models cool, everywhere; what is out of reach is hatched besides. */
const VARIANTS: Readonly<Record<ModelResult['kind'], readonly Omit<Look, 'color'>[]>> = {
  bsl: [
    { colorName: 'warm1', symbol: 'circle', dash: undefined },
    { colorName: 'warm2', symbol: 'diamond', dash: '5 3' },
  ],
  dft: [
    { colorName: 'cool1', symbol: 'square', dash: undefined },
    { colorName: 'cool2', symbol: 'triangle', dash: '5 3' },
  ],
};

/** A model with its look. */
export interface StyledModel {
  readonly model: ModelResult;
  readonly look: Look;
}

/** Gives every model its look; further models of one kind take turns with that kind's variants. */
export function styleModels(models: readonly ModelResult[]): StyledModel[] {
  const seen = { bsl: 0, dft: 0 };
  return models.map((model) => {
    const variants = VARIANTS[model.kind];
    const variant = variants[seen[model.kind]++ % variants.length];
    return { model, look: { ...variant, color: color(variant.colorName) } };
  });
}
