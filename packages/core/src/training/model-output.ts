import type { HookedLayer, OutputTensor } from './hooked-model.js';

/** What a model gives, as far as its last layers tell. */
export interface ModelOutput {
  /**
   * 'probabilities': a sigmoid or softmax was taken; 'scores': neither was taken at the end; 'unknown': the
   * layers do not tell.
   */
  readonly kind: 'probabilities' | 'scores' | 'unknown';
  /** The layer that says so, as messages name it. */
  readonly layer: string;
  /** Whether that layer scores labels, or gives each label's score a slope and an offset. */
  readonly isOfLabels: boolean;
}

const squashing = ['sigmoid', 'hardSigmoid', 'softmax'];

/** Layers that end in the activation of their config; output layers do too. */
const activated = [
  ...['Dense', 'Activation'],
  ...[
    'Conv1D',
    'Conv2D',
    'Conv3D',
    'Conv2DTranspose',
    'Conv3DTranspose',
    'SeparableConv2D',
    'DepthwiseConv2D',
  ],
];
/** Layers that give scores for any input; layers of slopes and offsets for each label do too. */
const scoring = [
  ...['BatchNormalization', 'LayerNormalization'],
  ...['ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU'],
];
/** Layers that, when the model predicts, give values of their inputs or values between these. */
const betweenInputs = [
  ...['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'Masking'],
  ...['Flatten', 'Reshape', 'Permute', 'RepeatVector', 'Cropping2D', 'UpSampling2D'],
  ...['Concatenate', 'Average', 'Maximum', 'Minimum'],
  ...['MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D'],
  ...['AveragePooling1D', 'AveragePooling2D', 'AveragePooling3D'],
  ...['GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalAveragePooling1D', 'GlobalAveragePooling2D'],
];

/**
 * Whether a model gives probabilities or scores, by its last layers alone: through layers that pass their
 * input on, and into nested models and TimeDistributed layers. (Where the exact end matters, `findModelEnd`
 * of `@argmaxable/layers` finds it; this package is below that.)
 */
export function modelOutput(output: OutputTensor): ModelOutput {
  const known = new Map<OutputTensor, ModelOutput>();
  const at = (tensor: OutputTensor): ModelOutput => {
    let found = known.get(tensor);
    if (!found) known.set(tensor, (found = look(tensor)));
    return found;
  };
  const look = (tensor: OutputTensor): ModelOutput => {
    const layer = unwrapped(tensor.sourceLayer);
    if (Array.isArray(layer.outputs)) {
      return at((layer.outputs as readonly OutputTensor[])[tensor.outputTensorIndex ?? 0]);
    }
    const { name } = layer;
    const className = layer.getClassName();
    const isOutputLayer = typeof layer.classifierMatrix === 'function';
    const isLabelAffine = typeof layer.labelAffine === 'function';
    const isOfLabels = isOutputLayer || isLabelAffine;
    const is = (kind: ModelOutput['kind'], text = className): ModelOutput => {
      return { kind, isOfLabels, layer: `${name} (${text})` };
    };
    if (className === 'Softmax') return is('probabilities');
    if (isLabelAffine || scoring.includes(className)) return is('scores');
    const hasActivation = isOutputLayer || activated.includes(className);
    const activation = hasActivation ? layer.getConfig().activation : undefined;
    if (betweenInputs.includes(className) || (className === 'Activation' && activation === 'linear')) {
      const inputs = tensor.inputs.map(at);
      const same = inputs.length > 0 && inputs.every(({ kind }) => kind === inputs[0].kind);
      return same ? inputs[0] : is('unknown');
    }
    if (typeof activation !== 'string') return is('unknown');
    const kind = squashing.includes(activation) ? 'probabilities' : 'scores';
    return is(kind, `${className} with activation ${activation}`);
  };
  return at(output);
}

function unwrapped(layer: HookedLayer): HookedLayer {
  while (layer.getClassName() === 'TimeDistributed' && layer.layer) layer = layer.layer;
  return layer;
}
