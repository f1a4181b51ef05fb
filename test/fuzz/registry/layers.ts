import * as ours from '@argmaxable/layers';
import { tensor2d } from '@tensorflow/tfjs-core';
import {
  boolean,
  instance,
  integer,
  isPlain,
  nullable,
  number,
  numbers,
  oneOf,
  options,
  optional,
  publicFunction,
  type Spec,
  string,
} from '../specs.js';
import { aModel, smallModel } from './models.js';

export const name = '@argmaxable/layers';
export { ours as exports };

const isShape = (value: unknown): boolean =>
  Array.isArray(value) && value.every((size) => size === null || Number.isInteger(size));
const shape = instance(() => [4], isShape);
const initializer = instance(
  () => 'zeros',
  (value) => value === 'zeros',
);
/** As of any layer of tfjs, which takes null for what is not given. */
const layerArgs = {
  name: nullable(string('output')),
  trainable: nullable(boolean()),
  inputShape: nullable(shape),
  batchInputShape: nullable(shape),
  batchSize: nullable(integer(2, 1)),
  dtype: nullable(oneOf('float32')),
};
const output = { ...layerArgs, units: integer(6, 3), activation: oneOf('linear', 'sigmoid') };
const shares = {
  ...numbers([0.1, 0.2, 0.5, 0.1, 0.2, 0.5], { alsoWrong: [NaN, 0, 1, -1, 2] }),
  accepts: () => false,
};
const start = {
  priorBias: boolean(),
  expectedActive: number(1, (value) => value > 0 && value < 6),
  useBias: boolean(),
  labelFrequencies: nullable(shares),
};
const projected = {
  ...output,
  ...start,
  projectionInitializer: initializer,
  projectionRegularizer: nullable(
    instance(
      () => 'l2',
      (value) => value === 'l1l2',
    ),
  ),
};
const order = { ...numbers([0, 2, 4, 1, 3, 5], { alsoWrong: [NaN, 0, 9, -1, 0.5] }), accepts: () => false };

const covered: Spec = {
  ...numbers([0, 2], { alsoWrong: [NaN, 0, 99, -1, 0.5] }),
};
const covers = (layer: { guarantee: () => ours.Guarantee }) => (labels: never) =>
  layer.guarantee().covers(labels);
const end = () => ours.findModelEnd(ours.nodeOfModel(smallModel()));

export const functions = [
  publicFunction(
    'BSLOutput',
    (args: never) => new ours.BSLOutput(args),
    options({ ...projected, features: integer(2, 1), kernelInitializer: initializer }, ['units', 'features']),
  ),
  publicFunction(
    'DFTOutput',
    (args: never) => new ours.DFTOutput(args),
    options(
      {
        ...projected,
        k: integer(1, 1, 2),
        slack: integer(0, 0),
        labelOrder: nullable(order),
        slackInitializer: initializer,
      },
      ['units', 'k'],
    ),
  ),
  publicFunction(
    'ETFOutput',
    (args: never) => new ours.ETFOutput(args),
    options(
      { ...output, units: integer(6, 2, 7), features: integer(6, 5), seed: integer(1), useBias: boolean() },
      ['units'],
    ),
  ),
  publicFunction(
    'FeatureDecay',
    (args: never) => new ours.FeatureDecay(args),
    options({ ...layerArgs, rate: number(0.1, (value) => value >= 0 && value < Infinity) }, ['rate']),
  ),
  publicFunction(
    'LabelScale',
    (args: never) => new ours.LabelScale(args),
    optional(
      options({ ...layerArgs, beta: number(1, (value) => value > 0 && value < Infinity), eta: number(0) }),
    ),
  ),
  publicFunction('DFTOutput.covers', covers(new ours.DFTOutput({ units: 6, k: 1 })), covered),
  publicFunction(
    'DFTOutput.covers in an order',
    covers(new ours.DFTOutput({ units: 6, k: 1, labelOrder: [0, 2, 4, 1, 3, 5] })),
    covered,
  ),
  publicFunction('BSLOutput.covers', covers(new ours.BSLOutput({ units: 6, features: 2 })), covered),
  publicFunction('ETFOutput.covers', covers(new ours.ETFOutput({ units: 6 })), covered),
  publicFunction('dftMatrix', ours.dftMatrix, integer(6, 3, 1e4), integer(1, 1, 2)),
  publicFunction('activationNamed', ours.activationNamed, string('relu')),
  publicFunction('nodeOfModel', ours.nodeOfModel, aModel(), optional(integer(0, 0, 0))),
  publicFunction(
    'nodeOfTopology',
    ours.nodeOfTopology,
    instance(() => smallModel().toJSON(null, false)),
    instance(() => ({ weightSpecs: [], weightData: new ArrayBuffer(0) }), isPlain),
    optional(integer(0, 0, 0)),
  ),
  publicFunction(
    'findModelEnd',
    ours.findModelEnd,
    instance(() => ours.nodeOfModel(smallModel())),
  ),
  publicFunction('featureBounds', ours.featureBounds, instance(end)),
  publicFunction('readLinearEnd', ours.readLinearEnd, instance(end)),
  publicFunction('loadModelEnd', ours.loadModelEnd, instance(end)),
  publicFunction(
    'applyModelEnd',
    ours.applyModelEnd,
    instance(end),
    instance(() => tensor2d([[1, 2]])),
  ),
  publicFunction(
    'layerInput',
    ours.layerInput,
    instance(() => end().output),
  ),
];

export const others: Record<string, string> = {
  ModelEndError: 'an error',
  isLabelAffine: 'tells any layer',
  isOutputLayer: 'tells any layer',
};
