import '@tensorflow/tfjs-backend-cpu';
import { type Head, headsOf, nameOf, slackWithin } from '../src/heads.js';
import { rateOf } from '../src/rates.js';
import { buildTagger } from '../src/tagger.js';

const settings = { labels: 60, embeddingSize: 8, vocabulary: 10, expectedActive: 3, seed: 1 };

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
  const budget = outputParameters({ kind: 'bsl', width });
  expect(outputParameters({ kind: 'dft', width, k, slack })).toBeLessThanOrEqual(budget);
  expect(outputParameters({ kind: 'dft', width, k, slack: slack + 1 })).toBeGreaterThan(budget);
  expect(outputParameters({ kind: 'bslPrior', width })).toBe(budget + settings.embeddingSize + 1);
});

test('where the fixed columns cost more than the width, there are no others', () => {
  expect(slackWithin(1, { ...settings, k: 29 })).toBe(0);
});

test('three heads a width, each name once', () => {
  const names = (slack: number | null) =>
    headsOf({ ...settings, widths: [4, 10], k: 5, slack }).map((head) => nameOf(head));
  expect(names(2)).toEqual(['BSL d=4', 'BSL d=4 prior', 'DFT k=5 slack=2', 'BSL d=10', 'BSL d=10 prior']);
  expect(names(null)).toHaveLength(6);
});

test('a head trains at the rate of its kind, at that of the nearest width', () => {
  const rates = { bsl: 0.3, bslPrior: { 10: 0.1, 26: 0.2 }, dft: 0.4 };
  expect(rateOf(rates, { kind: 'bsl', width: 7 })).toBe(0.3);
  const widths = [1, 10, 18, 19, 26, 100];
  expect(widths.map((width) => rateOf(rates, { kind: 'bslPrior', width }))).toEqual([
    0.1, 0.1, 0.1, 0.2, 0.2, 0.2,
  ]);
});
