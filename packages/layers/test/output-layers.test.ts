import { describeEachBackend } from './backends.js';
import { type LayerUnderTest, testOutputLayer } from './conformance.js';
import type { OutputLayerName } from './layer-names.js';
import { BSLOutput, DFTOutput, ETFOutput } from '../src/index.js';

const features = 6;
const units = 11;
const projection = ['projection_kernel', 'projection_bias'];

const labelFrequencies = Array.from({ length: units }, (_, label) => (label + 1) / 20);

/** Every output layer, without options, with all, and in its other forms. */
const suites: Readonly<
  Record<OutputLayerName, readonly [LayerUnderTest, LayerUnderTest, ...LayerUnderTest[]]>
> = {
  DFTOutput: [
    {
      make: () => new DFTOutput({ units, k: 2 }),
      ...{ features, units, weights: projection, parameters: features * 5 + 5 },
    },
    {
      make: () =>
        new DFTOutput({
          ...{ labelOrder: [10, 3, 0, 5, 1, 9, 2, 8, 4, 7, 6] },
          ...{ units, k: 3, slack: 2, expectedActive: 1.5, activation: 'sigmoid', name: 'labels' },
          ...{ projectionInitializer: 'heNormal', projectionRegularizer: 'l1l2' },
          ...{ slackInitializer: 'glorotNormal', slackRegularizer: 'l1l2' },
          ...{ useBias: true, labelFrequencies },
        }),
      ...{
        features,
        units,
        weights: [...projection, 'slack_kernel', 'bias'],
        parameters: features * 9 + 9 + 2 * units + units,
      },
    },
    {
      make: () => new DFTOutput({ units, k: 2, priorBias: false, useBias: true }),
      ...{ features, units, weights: [...projection, 'bias'], parameters: features * 5 + 5 + units },
    },
  ],
  BSLOutput: [
    {
      make: () => new BSLOutput({ units, features: 3 }),
      ...{ features, units, weights: [...projection, 'kernel'], parameters: features * 4 + 4 + 3 * units },
    },
    {
      make: () =>
        new BSLOutput({
          ...{ units, features: 2, activation: 'sigmoid', name: 'labels' },
          ...{ projectionInitializer: 'heNormal', projectionRegularizer: 'l1l2' },
          ...{ kernelInitializer: 'glorotNormal', kernelRegularizer: 'l1l2' },
          ...{ expectedActive: 1.5, useBias: true, labelFrequencies },
        }),
      ...{
        features,
        units,
        weights: [...projection, 'kernel', 'bias'],
        parameters: features * 3 + 3 + 2 * units + units,
      },
    },
    {
      make: () => new BSLOutput({ units, features: 3, priorBias: false }),
      ...{ features, units, weights: [...projection, 'kernel'], parameters: features * 3 + 3 + 3 * units },
    },
    {
      make: () => new BSLOutput({ units, features: 3, priorBias: false, useBias: true }),
      ...{
        features,
        units,
        weights: [...projection, 'kernel', 'bias'],
        parameters: features * 3 + 3 + 3 * units + units,
      },
    },
  ],
  ETFOutput: [
    {
      make: () => new ETFOutput({ units }),
      ...{ features: units, units, weights: [], parameters: 0 },
    },
    {
      make: () => new ETFOutput({ units, useBias: true, activation: 'sigmoid' }),
      ...{ features: units, units, weights: ['bias'], parameters: units },
    },
    {
      make: () => new ETFOutput({ units, features: units - 1 }),
      ...{ features: units - 1, units, weights: [], parameters: 0 },
    },
    {
      make: () => new ETFOutput({ units, features: 15, seed: 3, useBias: true, activation: 'sigmoid' }),
      ...{ features: 15, units, weights: ['bias'], parameters: units },
    },
  ],
};

describeEachBackend(() => {
  describe.each(Object.entries(suites))('%s', (_, [plain, withOptions, ...forms]) => {
    describe('without options', () => testOutputLayer(plain));
    describe('with every option', () => testOutputLayer(withOptions));
    if (forms.length > 0) describe.each(forms)('in another form, $weights', testOutputLayer);
  });
});
