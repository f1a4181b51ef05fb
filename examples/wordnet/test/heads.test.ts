import '@tensorflow/tfjs-backend-cpu';
import { type Head, headsOf, nameOf, slackWithin } from '../src/heads.js';
import { rateOf } from '../src/rates.js';
import { buildTagger } from '../src/tagger.js';

const settings = {
  labels: 60,
  embeddingSize: 8,
  vocabulary: 10,
  expectedActive: 3,
  labelFrequencies: new Float64Array(60).fill(0.05),
  seed: 1,
};

function outputParameters(head: Head): number {
  const model = buildTagger(head, settings);
  const count = model.getLayer('labels').countParams();
  model.dispose();
  return count;
}

test.each([4, 7, 10])('DFT layers get as many columns as cost no more than a width of %i', (width) => {
  const k = 5;
  const slack = slackWithin(width, { ...settings, k });
  expect(slack).toBeGreaterThan(0);
  const budget = outputParameters({ kind: 'bsl', width, features: width });
  expect(outputParameters({ kind: 'dft', width, k, slack })).toBeLessThanOrEqual(budget);
  expect(outputParameters({ kind: 'dft', width, k, slack: slack + 1 })).toBeGreaterThan(budget);
  expect(outputParameters({ kind: 'bslPrior', width, features: width })).toBe(
    budget + settings.embeddingSize + 1,
  );
});

test('where the fixed columns cost more than the width, there are no others', () => {
  expect(slackWithin(1, { ...settings, k: 29 })).toBe(0);
});

test('five heads a width, each name once', () => {
  const names = (widths: number[], slack: number | null) =>
    headsOf({ ...settings, widths, k: 5, slack }).map((head) => nameOf(head));
  expect(names([4], 2)).toEqual([
    ...['BSL d=4', 'BSL d=4 prior', 'BSL d=3 bias'],
    ...['DFT k=5 slack=2', 'DFT k=5 slack=1 bias'],
  ]);
  expect(names([1], 0)).toEqual(['BSL d=1', 'BSL d=1 prior', 'DFT k=5 slack=0']);
  expect(names([4, 10], 2)).toHaveLength(8);
  expect(names([4, 10], null)).toHaveLength(10);
});

test('layers with a label bias train no more parameters than those without', () => {
  for (const width of [4, 7, 10]) {
    const [bsl, , bias, dft, dftBias] = headsOf({ ...settings, widths: [width], k: 5, slack: null });
    expect(outputParameters(bias)).toBe(outputParameters(bsl) - (settings.embeddingSize + 1));
    expect(outputParameters(dftBias)).toBe(outputParameters(dft) - (settings.embeddingSize + 1));
  }
});

test('label biases start at the log-odds of the frequencies', () => {
  const model = buildTagger({ kind: 'bslFrequencies', width: 4, features: 3 }, settings);
  const bias = model.getLayer('labels').getWeights().at(-1)!;
  expect(bias.shape).toEqual([60]);
  expect(bias.dataSync()[0]).toBeCloseTo(Math.log(0.05 / 0.95), 6);
  model.dispose();
});

test('a head trains at the rate of its kind, at that of the nearest width', () => {
  const rates = {
    bsl: 0.3,
    bslPrior: { 10: 0.1, 26: 0.2 },
    bslFrequencies: 0.5,
    dft: 0.4,
    dftFrequencies: 0.6,
  };
  expect(rateOf(rates, { kind: 'bsl', width: 7, features: 7 })).toBe(0.3);
  const widths = [1, 10, 18, 19, 26, 100];
  expect(widths.map((width) => rateOf(rates, { kind: 'bslPrior', width, features: width }))).toEqual([
    0.1, 0.1, 0.1, 0.2, 0.2, 0.2,
  ]);
});
