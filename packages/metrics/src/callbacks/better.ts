import { checkOneOf, ValueError } from '@argmaxable/core';

/** Which values of a monitored quantity are better: lower, higher, or whichever its name says. */
export type MonitorMode = (typeof monitorModes)[number];

const monitorModes = ['auto', 'min', 'max'] as const;

/** Whether lower or higher values are better. */
export type Direction = Exclude<MonitorMode, 'auto'>;

/**
 * What `mode` means for a key of the logs. 'auto' knows the losses, errors and scores of tfjs and of these
 * packages.
 *
 * @throws ValueError for another mode, and for 'auto' with a key whose name does not say it.
 */
export function directionOf(mode: MonitorMode, monitor: string): Direction {
  if (checkOneOf('mode', mode, monitorModes) !== 'auto') return mode as Direction;
  if (losses.test(monitor)) return 'min';
  const [isLower, isHigher] = [lower.test(monitor), higher.test(monitor)];
  if (isLower !== isHigher) return isLower ? 'min' : 'max';
  const allowed = `'min' or 'max' where the name of the monitored value, ${JSON.stringify(monitor)}, does not say which is better`;
  throw new ValueError('mode', mode, allowed);
}

/**
 * Names stand at the end of keys: behind a prefix or an output's name, before k, a threshold or another
 * setting.
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
 * Of @argmaxable/losses, as metrics: those of smooth counts are called after scores, and are 1 minus them.
 */
const losses =
  /(?:^|_)(?:sigmoidF1|unboundedF1|smooth\w+|oneVersusAll|focal|asymmetric|pick(?:All|One)Labels?|zlpr|pairwiseRanking|recallAtKSurrogate)$/;
