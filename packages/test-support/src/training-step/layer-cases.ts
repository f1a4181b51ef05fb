import { layers } from '@tensorflow/tfjs-layers';

/** A small model around one kind of layer, and the shape of its input without the batch. */
export interface LayerCase {
  name: string;
  inputShape: number[];
  /** 4 unless given. */
  batch?: number;
  /** The input holds indices below this number, as an embedding wants. */
  vocabulary?: number;
  build: () => layers.Layer[];
}

// The dense layer in front has weights of its own, so the layer under test must also give a gradient for its
// input.
const sequence = (name: string, build: () => layers.Layer[]): LayerCase => ({
  name,
  inputShape: [6, 3],
  build: () => [layers.dense({ units: 4 }), ...build()],
});
const image = (name: string, build: () => layers.Layer[]): LayerCase => ({
  name,
  inputShape: [7, 6, 2],
  build: () => [layers.dense({ units: 3 }), ...build()],
});
const volume = (name: string, build: () => layers.Layer[]): LayerCase => ({
  name,
  inputShape: [4, 5, 6, 2],
  build: () => [layers.dense({ units: 2 }), ...build()],
});
const vector = (name: string, build: () => layers.Layer[]): LayerCase => ({
  name,
  inputShape: [5],
  build: () => [layers.dense({ units: 6 }), ...build()],
});

export const layerCases: LayerCase[] = [
  vector('dense', () => [layers.dense({ units: 4, activation: 'relu' })]),
  ...(
    ['sigmoid', 'tanh', 'softplus', 'softsign', 'selu', 'gelu', 'swish', 'mish', 'hardSigmoid'] as const
  ).map((activation) => vector(`activation ${activation}`, () => [layers.activation({ activation })])),
  vector('elu', () => [layers.elu()]),
  vector('reLU', () => [layers.reLU()]),
  vector('leakyReLU', () => [layers.leakyReLU()]),
  vector('prelu', () => [layers.prelu()]),
  vector('softmax', () => [layers.softmax()]),
  vector('reshape, permute', () => [
    layers.reshape({ targetShape: [2, 3] }),
    layers.permute({ dims: [2, 1] }),
  ]),
  // A seed gives both backends the same mask.
  vector('dropout', () => [layers.dropout({ rate: 0.4, seed: 3 })]),
  vector('repeatVector', () => [layers.repeatVector({ n: 3 })]),
  vector('batchNormalization', () => [layers.batchNormalization()]),
  image('batchNormalization of images', () => [layers.batchNormalization()]),
  vector('layerNormalization', () => [layers.layerNormalization()]),
  sequence('layerNormalization of sequences', () => [layers.layerNormalization()]),

  {
    name: 'embedding',
    inputShape: [6],
    vocabulary: 9,
    build: () => [layers.embedding({ inputDim: 9, outputDim: 3 })],
  },
  {
    name: 'embedding with a mask, lstm',
    inputShape: [6],
    vocabulary: 9,
    build: () => [
      layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true }),
      layers.lstm({ units: 3, recurrentInitializer: 'zeros' }),
    ],
  },
  sequence('conv1d', () => [layers.conv1d({ filters: 3, kernelSize: 3 })]),
  sequence('conv1d with strides', () => [
    layers.conv1d({ filters: 3, kernelSize: 2, strides: 2, padding: 'same' }),
  ]),
  sequence('conv1d with strides longer than the kernel', () => [
    layers.conv1d({ filters: 3, kernelSize: 2, strides: 3, padding: 'same' }),
  ]),
  image('conv2d', () => [layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu' })]),
  image('conv2d with strides', () => [
    layers.conv2d({ filters: 4, kernelSize: [3, 2], strides: [2, 1], padding: 'same' }),
  ]),
  image('conv2d channels first', () => [
    layers.permute({ dims: [3, 1, 2] }),
    layers.conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst' }),
  ]),
  image('conv2dTranspose', () => [layers.conv2dTranspose({ filters: 4, kernelSize: 3 })]),
  image('conv2dTranspose with strides', () => [
    layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
  ]),
  image('separableConv2d', () => [
    layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
  ]),
  image('depthwiseConv2d', () => [layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 })]),
  image('depthwiseConv2d with strides longer than the kernel', () => [
    layers.depthwiseConv2d({ kernelSize: [2, 1], strides: [3, 3], padding: 'same' }),
  ]),
  image('depthwiseConv2d with strides', () => [
    layers.depthwiseConv2d({ kernelSize: 3, strides: [2, 2], padding: 'same' }),
  ]),
  volume('conv3d', () => [layers.conv3d({ filters: 3, kernelSize: [2, 3, 2] })]),
  volume('conv3d with strides', () => [
    layers.conv3d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
  ]),

  sequence('maxPooling1d', () => [layers.maxPooling1d({ poolSize: 2 })]),
  image('maxPooling2d', () => [layers.maxPooling2d({ poolSize: 2 })]),
  image('maxPooling2d overlapping', () => [
    layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  ]),
  volume('maxPooling3d', () => [layers.maxPooling3d({ poolSize: 2, strides: 2 })]),
  sequence('averagePooling1d', () => [layers.averagePooling1d({ poolSize: 2 })]),
  image('averagePooling2d', () => [layers.averagePooling2d({ poolSize: 2 })]),
  image('averagePooling2d overlapping', () => [
    layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  ]),
  volume('averagePooling3d', () => [layers.averagePooling3d({ poolSize: 2, strides: 2 })]),
  sequence('globalMaxPooling1d', () => [layers.globalMaxPooling1d()]),
  image('globalMaxPooling2d', () => [layers.globalMaxPooling2d({})]),
  sequence('globalAveragePooling1d', () => [layers.globalAveragePooling1d()]),
  image('globalAveragePooling2d', () => [layers.globalAveragePooling2d({})]),
  {
    // One square example: the cpu backend's gradient is right only for a batch of one, or for squares
    // (bilinear).
    ...image('upSampling2d nearest', () => [layers.upSampling2d({ size: [2, 3] })]),
    batch: 1,
  },
  {
    ...image('upSampling2d bilinear', () => [
      layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }),
    ]),
    inputShape: [6, 6, 2],
  },
  image('zeroPadding2d', () => [
    layers.zeroPadding2d({
      padding: [
        [1, 0],
        [2, 1],
      ],
    }),
  ]),
  image('cropping2D', () => [
    layers.cropping2D({
      cropping: [
        [1, 1],
        [0, 2],
      ],
    }),
  ]),

  sequence('simpleRNN', () => [layers.simpleRNN({ units: 3, recurrentInitializer: 'zeros' })]),
  sequence('lstm', () => [layers.lstm({ units: 3, recurrentInitializer: 'zeros', returnSequences: true })]),
  sequence('gru', () => [layers.gru({ units: 3, recurrentInitializer: 'zeros' })]),
  sequence('rnn of stacked cells', () => [
    layers.rnn({
      cell: [
        layers.lstmCell({ units: 3, recurrentInitializer: 'zeros' }),
        layers.gruCell({ units: 2, recurrentInitializer: 'zeros' }),
      ],
    }),
  ]),
  sequence('bidirectional', () => [
    layers.bidirectional({
      layer: layers.lstm({ units: 3, recurrentInitializer: 'zeros' }),
      mergeMode: 'concat',
    }),
  ]),
  sequence('timeDistributed', () => [layers.timeDistributed({ layer: layers.dense({ units: 2 }) })]),
  {
    name: 'convLstm2d',
    inputShape: [3, 5, 4, 2],
    build: () => [
      layers.convLstm2d({
        filters: 2,
        kernelSize: 2,
        recurrentInitializer: 'zeros',
      }),
    ],
  },
];
