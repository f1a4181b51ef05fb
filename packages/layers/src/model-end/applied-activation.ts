import { type Activation, activationName, activationNamed } from './activations.js';
import type { LayerNode } from './nodes/layer-node.js';

/** The activation that a layer ends in, or is. */
export interface AppliedActivation {
  /** A name in `activations`; any other text if it is not one of those. */
  readonly name: string;
  readonly image: Activation['image'];
}

type Config = LayerNode['config'];

const anything: Activation['image'] = () => [-Infinity, Infinity];
const named = (name: string): AppliedActivation => ({
  name,
  image: activationNamed(name)?.image ?? anything,
});

/** Layers that are an activation with parameters. */
const layersOf: Readonly<Record<string, (config: Config) => AppliedActivation>> = {
  ReLU({ maxValue, negativeSlope, threshold }) {
    if (numberOr(negativeSlope, 0) !== 0 || numberOr(threshold, 0) !== 0) {
      return named('ReLU with a slope or threshold');
    }
    const most = numberOr(maxValue, Infinity);
    const relu = (x: number): number => Math.min(most, Math.max(0, x));
    return { name: most === 6 ? 'relu6' : 'relu', image: (lower, upper) => [relu(lower), relu(upper)] };
  },
  LeakyReLU({ alpha, negativeSlope }) {
    // tfjs reads only alpha; Keras 3 writes negativeSlope.
    const slopes = [numberOr(alpha, 0.3), numberOr(negativeSlope, numberOr(alpha, 0.3))].map(
      (x) => x * (1 + 1e-6),
    );
    const [least, most] = [Math.min(...slopes), Math.max(...slopes)];
    if (!(least >= 0)) return named('LeakyReLU with a negative slope');
    return {
      name: least > 0 ? 'leakyRelu' : 'relu',
      image: (lower, upper) => [times(lower, most), times(upper, least * (1 - 2e-6))],
    };
  },
  ELU({ alpha }) {
    const floor = -numberOr(alpha, 1);
    if (floor === -1) return named('elu');
    return {
      name: floor < 0 ? 'elu' : 'ELU with a negative alpha',
      image: floor < 0 ? (_, upper) => [floor * (1 + 1e-6), Math.max(0, upper)] : anything,
    };
  },
  ThresholdedReLU({ theta }) {
    const least = numberOr(theta, 1);
    return {
      name: 'thresholdedRelu',
      image: (lower, upper) => [Math.min(0, Math.max(lower, least)), Math.max(0, upper)],
    };
  },
  PReLU: () => named('prelu'),
  Softmax: () => named('softmax'),
};

/** Classes of layers that are only an activation. */
export const activationLayers = ['Activation', ...Object.keys(layersOf)];

/** The activation that a layer ends in, or is; 'linear' if it has none. */
export function appliedActivation({
  className,
  config,
}: Pick<LayerNode, 'className' | 'config'>): AppliedActivation {
  if (Object.hasOwn(layersOf, className)) return layersOf[className](config);
  return named(activationName(config.activation));
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** The bound below 0 is multiplied by the slope; a slope of 0 makes 0 of -Infinity. */
function times(x: number, slope: number): number {
  return x >= 0 ? x : slope === 0 ? 0 : x * slope;
}
