import type { DftSize } from './dft-size.js';
import type { Distribution } from './distribution.js';
import type { LabelStatistics } from './statistics.js';

/** Formats label statistics as lines of names and values. */
export function describeStatistics(statistics: Omit<LabelStatistics, 'toString'>): string {
  const { size, numLabels, labelCounts, cyclicRuns, smallestLayer } = statistics;
  const rows: [name: string, value: string][] = [
    ['examples', count(size)],
    ['labels', `${count(numLabels)}, ${count(statistics.unusedLabels)} of them in no example`],
    ['active labels per example', `mean ${thousandths(statistics.meanActive)}, max ${statistics.maxActive}`],
    ['different label sets', count(statistics.distinctSets)],
    ['examples per label', describeDistribution(labelCounts)],
    ['cyclic runs per example', describeDistribution(cyclicRuns)],
    ['DFT layer for all examples', describeSize(smallestLayer.all)],
    ['DFT layer for 99 % of them', describeSize(smallestLayer.ninetyNinePercent)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function describeDistribution({ mean, min, q25, median, q75, q99, max }: Distribution): string {
  const quantiles = Object.entries({ min, '25 %': q25, median, '75 %': q75, '99 %': q99, max });
  return `mean ${thousandths(mean)}, ${quantiles.map(([name, value]) => `${name} ${count(value)}`).join(', ')}`;
}

function describeSize(layer: DftSize | null): string {
  if (layer === null) return 'none: 2k + 1 must not exceed the number of labels';
  const { k, width, parameters } = layer;
  const size = `k = ${k}, ${width} columns`;
  return parameters === null
    ? size
    : `${size}, ${count(parameters.dft)} parameters (BSL of ${width} features: ${count(parameters.bsl)})`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function thousandths(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}
