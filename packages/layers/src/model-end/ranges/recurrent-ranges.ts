import { activationName, activationNamed, type Interval } from '../activations.js';
import { anything, box, type FeatureBounds } from './feature-ranges.js';
import type { LayerNode } from '../nodes/layer-node.js';
import { described } from './range-rule.js';

type Config = Readonly<Record<string, unknown>>;

/**
 * The range of what a recurrent layer gives: the range of its activation, and 0, the initial state. This
 * holds only if the gates are between 0 and 1, and for the first output; states that are inputs or outputs of
 * the model have no bounds.
 */
export function recurrentRange(node: LayerNode): FeatureBounds {
  const { className, config } = node;
  const { className: kind, config: cell } =
    className === 'Bidirectional' ? innerOf(config) : { className, config };
  const simple = node.outputIndex === 0 && node.inputs.length === 1;
  const interval = simple && mergesInRange(className, config) ? rangeOf(kind, cell) : null;
  if (interval === null) return anything(`${described(node)} has states or gates without bounds`);
  return box(interval, `${activationName(cell.activation ?? 'tanh')} of '${node.name}'`);
}

function innerOf({ layer }: Config): { className: string; config: Config } {
  const { className, config } = (layer ?? {}) as { className?: string; config?: Config };
  return { className: className ?? '', config: config ?? {} };
}

/**
 * Bidirectional layers concatenate both directions, or take their mean; sums and products have other ranges.
 */
function mergesInRange(className: string, { mergeMode }: Config): boolean {
  return (
    className !== 'Bidirectional' || mergeMode === undefined || mergeMode === 'concat' || mergeMode === 'ave'
  );
}

function rangeOf(className: string, config: Config): Interval | null {
  if (config.stateful === true) return null; // resetStates accepts any state
  const gates = activationName(config.recurrentActivation ?? 'sigmoid');
  const gated = gates === 'sigmoid' || gates === 'hardSigmoid';
  const activation = activationNamed(activationName(config.activation ?? 'tanh'));
  if (activation === null) return null;
  const [lower, upper] = activation.image(-Infinity, Infinity);
  const withStart: Interval = [Math.min(lower, 0), Math.max(upper, 0)];
  if (className === 'SimpleRNN') return withStart;
  if ((className === 'LSTM' || className === 'ConvLSTM2D') && gated) return withStart;
  // z h + (1 - z) g stays between h and g, except for rounding, which adds up over steps unless the bounds
  // are 1.
  if (className === 'GRU' && gated) return [grown(withStart[0]), grown(withStart[1])];
  return null;
}

function grown(bound: number): number {
  return Math.abs(bound) === 1 ? bound : bound * (1 + 1e-3);
}
