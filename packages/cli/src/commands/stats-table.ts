import type { LabelStatistics, LayerRecommendation, RecommendLayerOptions } from '@argmaxable/data';

type SmallestLayer = LabelStatistics['smallestLayer']['all'];

/** Statistics under two label orders, side by side if they depend on the order. */
export function describeStats(
  given: LabelStatistics,
  better: LabelStatistics,
  recommended: LayerRecommendation | null,
  wanted: RecommendLayerOptions,
): string {
  const { labelCounts } = given;
  const both = (name: string, value: (statistics: LabelStatistics) => string): string[] => [
    name,
    value(given),
    value(better),
  ];
  const facts = [
    ['examples (N)', count(given.size)],
    ['labels (n)', `${count(given.numLabels)}, ${count(given.unusedLabels)} of them in no example`],
    ['active labels', `mean ${thousandths(given.meanActive)}, at most ${count(given.maxActive)} (k)`],
    ['different label sets', count(given.distinctSets)],
    [
      'examples per label',
      `mean ${thousandths(labelCounts.mean)}, median ${count(labelCounts.median)}, at most ${count(labelCounts.max)}`,
    ],
  ];
  const orders = [
    ['', 'order as given', 'better order'],
    both('cyclic runs, mean', ({ cyclicRuns }) => thousandths(cyclicRuns.mean)),
    both('cyclic runs, 99 % of examples', ({ cyclicRuns }) => count(cyclicRuns.q99)),
    both('cyclic runs, most', ({ cyclicRuns }) => count(cyclicRuns.max)),
    both('k for all examples', ({ smallestLayer }) => kOf(smallestLayer.all)),
    both('k for 99 % of them', ({ smallestLayer }) => kOf(smallestLayer.ninetyNinePercent)),
    both('DFT layer for all: parameters', ({ smallestLayer }) => parametersOf(smallestLayer.all, 'dft')),
    both('BSL layer of this width: parameters', ({ smallestLayer }) =>
      parametersOf(smallestLayer.all, 'bsl'),
    ),
  ];
  const needsFeatures = given.smallestLayer.all !== null && given.smallestLayer.all.parameters === null;
  const note = needsFeatures
    ? ['For the numbers of parameters, give --features, the number of features that the output layer gets.']
    : [];
  return [
    ...aligned(facts),
    '',
    ...aligned(orders),
    '',
    ...recommendation(recommended, wanted),
    ...note,
  ].join('\n');
}

function recommendation(
  layer: LayerRecommendation | null,
  { share = 1, radius }: RecommendLayerOptions,
): string[] {
  if (layer === null) {
    const which = share === 1 ? 'them all' : `${percent(share)} of them`;
    const radii = radius === undefined ? '' : `, with an expected radius of ${radius}`;
    return [`No DFT layer reaches ${which}${radii}: 2k + 1 must not exceed the number of labels.`];
  }
  const { k, slack, labelOrder, guaranteedShare, expectedShare, expectedRadius } = layer;
  const order = labelOrder === null ? 'order as given' : 'better order (--order writes it)';
  const slackText = slack === 0 ? '' : ` and slack = ${slack}`;
  const { median, q10 } = expectedRadius;
  const radii10 = `median ${median.toPrecision(1)}, a tenth below ${q10.toPrecision(1)}`;
  const reached = expectedShare === null ? '' : `; ${percent(expectedShare)} at ${radius} or more`;
  return [
    `Recommended: a DFTOutput with k = ${k}${slackText}, labels in the ${order}.`,
    `It reaches the label sets of ${percent(guaranteedShare)} of the examples, by theorem.`,
    `Radii before training and without slack, estimated: ${radii10}${reached}.`,
  ];
}

/** Rounded down: '100 %' is all. */
const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-9) / 10} %`;

function kOf(layer: SmallestLayer): string {
  return layer === null ? 'none fits' : `${layer.k} (${layer.width} columns)`;
}

function parametersOf(layer: SmallestLayer, kind: 'dft' | 'bsl'): string {
  return layer?.parameters ? count(layer.parameters[kind]) : '-';
}

function aligned(rows: readonly string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function thousandths(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}
