import type { CommonOptions, Loss } from '../src/index.js';

/**
 * For each loss every option, changed from its default. Kinks (of hinge, eps, clip) lie where the tests'
 * logits, multiples of 0.001 plus a little, do not.
 */
export const changedOptions: Record<string, object> = {
  asymmetric: { gammaNeg: 2.5, gammaPos: 0.5, clip: 0.1, eps: 0.0123, stopFocusGradient: true },
  confusionLoss: smooth({ metric: 'npv', fbeta: 2 }),
  focal: { alpha: 0.6, gamma: 1.5 },
  oneVersusAll: { normalize: true, positiveWeight: 3, labelSmoothing: 0.2 },
  pairwiseRanking: { surrogate: 'hinge', margin: 0.70005 },
  pickAllLabels: { normalize: true, ...singleLabel({ base: 'focal' }) },
  pickOneLabel: { seed: 7, ...singleLabel({ base: 'squared' }) },
  polyLoss: { epsilon1: -0.5 },
  recallAtKSurrogate: { k: [1, 3], rankTemperature: 0.5, scoreTemperature: 2 },
  sigmoidF1: smooth({}),
  smoothAccuracy: smooth({}),
  smoothFBeta: smooth({ fbeta: 0.5 }),
  smoothJaccard: smooth({}),
  smoothNpv: smooth({}),
  smoothPrecision: smooth({}),
  smoothRecall: smooth({}),
  smoothSpecificity: smooth({}),
  unboundedF1: { average: 'micro', inputs: 'probabilities' },
  zlpr: {},
};

/** Further options that take ways of their own through the code. */
const furtherOptions: Record<string, readonly object[]> = {
  pickAllLabels: [
    { normalize: true },
    { labelSmoothing: 0.1 },
    { base: 'focal', gamma: 0.5 },
    { base: 'focal', gamma: 0 },
    { base: 'squared' },
    { normalize: true, ...singleLabel({ base: 'squared' }) },
  ],
};

/** The loss with its defaults, with every option changed, and with each choice that has a way of its own. */
export function variantsOf(loss: Loss<CommonOptions>): Loss<CommonOptions>[] {
  const { [loss.lossName]: changed } = changedOptions;
  const further = furtherOptions[loss.lossName] ?? [];
  const averages = 'average' in loss.options ? ['weighted', 'samples'] : [];
  return [
    loss,
    loss.with(changed),
    ...further.map((options) => loss.with(options)),
    ...averages.map((average) => loss.with({ ...changed, average } as object)),
  ];
}

function singleLabel(options: object): object {
  return { labelSmoothing: 0.2, gamma: 1.5, targetScale: 3, ...options };
}

function smooth(options: object): object {
  return { average: 'micro', beta: 1.5, eta: -0.25, inputs: 'probabilities', ...options };
}
