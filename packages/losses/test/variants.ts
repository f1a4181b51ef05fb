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
  pickAllLabels: { normalize: true },
  pickOneLabel: { seed: 7 },
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

function smooth(options: object): object {
  return { average: 'micro', beta: 1.5, eta: -0.25, inputs: 'probabilities', ...options };
}
