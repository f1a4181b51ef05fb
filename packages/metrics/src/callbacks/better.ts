import { checkOneOf, ValueError } from '@argmaxable/core';

/** Which values of a monitored quantity are better: lower, higher, or decided by the quantity's name. */
export type MonitorMode = (typeof monitorModes)[number];

const monitorModes = ['auto', 'min', 'max'] as const;

/** Whether lower or higher values are better. */
export type Direction = Exclude<MonitorMode, 'auto'>;

/**
 * Decides what `mode` means for a key of the logs. 'auto' knows the losses, errors and scores of tfjs and of
 * these packages.
 *
 * @throws ValueError for another mode, and for 'auto' with a key whose name is not known.
 */
export function directionOf(mode: MonitorMode, monitor: string): Direction {
  if (checkOneOf('mode', mode, monitorModes) !== 'auto') return mode as Direction;
  if (losses.test(monitor)) return 'min';
  const [isLower, isHigher] = [lower.test(monitor), higher.test(monitor)];
  if (isLower !== isHigher) return isLower ? 'min' : 'max';
  const allowed = `'min' or 'max', because it is not known which is better for ${JSON.stringify(monitor)}, the monitored value`;
  throw new ValueError('mode', mode, allowed);
}

/**
 * What may follow a metric's name in a key: k, a threshold or another setting. Before the name there may be a
 * prefix or an output's name.
 */
const settings = String.raw`(?:[@>(].*)?$`;

const lower = new RegExp(
  String.raw`(?:loss|error|crossentropy|(?:^|_)(?:ce|mse|mae|mape|nc1|nc2\w*|nc3))${settings}`,
  'i',
);

const higher = new RegExp(
  String.raw`(?:(?:^|_)acc|accuracy|score|precision|recall|f[\d.]+|jaccard|iou|intersectionOverUnion|rocauc|(?:^|_)(?:ndcg|psp|map))${settings}`,
  'i',
);

/**
 * The losses of @argmaxable/losses, used as metrics. Those of smooth counts have the names of scores, but are
 * 1 minus the score.
 */
const losses =
  /(?:^|_)(?:sigmoidF1|unboundedF1|smooth\w+|oneVersusAll|focal|asymmetric|pick(?:All|One)Labels?|zlpr|pairwiseRanking|recallAtKSurrogate)$/;
