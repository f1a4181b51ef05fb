import { checkOneOf, ValueError } from '@argmaxable/core';
import {
  activationNamed,
  featureBounds,
  findModelEnd,
  type LinearEnd,
  type ModelEnd,
  nodeOfModel,
  readLinearEnd,
} from '@argmaxable/layers';
import type { Tensor } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import type { Subject } from './subject.js';
import { type Classifier, inputsOf } from './classifier.js';
import { boxRange, type FeatureRange, readFeatureRange, type ResolvedRange } from './feature-range.js';
import { foldScores } from './fold-scores.js';
import { checkValues } from './numbers.js';
import type { About } from './subject.js';
import { type Rule, rules } from './rule.js';
import type { VerifyOptions } from './verify-options.js';
import { readThresholds } from './thresholds.js';

/** Which part of a model is verified, and for which features. */
export interface ModelRange {
  /**
   * 'model' (default): features are the inputs of the first of the linear layers at the end of the model.
   * 'classifier': the last matrix alone, as in the paper, for any layers in front of it.
   */
  about?: About;
  /**
   * The range of features. By default it is all that the layers in front can give, which `featureBounds` of
   * `@argmaxable/layers` finds; with `about: 'classifier'` it is all real vectors.
   */
  featureRange?: FeatureRange;
  /** R > 0, instead of `featureRange`: the vectors with |e_j| <= R. */
  box?: number;
}

/** The last linear layers of a model, as input of a run. */
export interface ModelSubject extends Subject {
  readonly end: ModelEnd;
  /** The output layer, in words. */
  readonly outputLayer: string;
}

const abouts = ['model', 'classifier'] as const;

/**
 * Finds the last linear layers of a model, and reads their weights. It leaves no tensors behind.
 *
 * @throws ValueError naming what is wrong: a model without a suitable output layer, an activation that hides
 *   what the rule needs, an invalid range.
 */
export async function readModelSubject(
  model: LayersModel,
  options: Pick<VerifyOptions, 'rule' | 'thresholds'> & ModelRange,
): Promise<ModelSubject> {
  const rule = checkOneOf('rule', options.rule === undefined ? 'sign' : options.rule, rules);
  const about = checkOneOf('about', options.about === undefined ? 'model' : options.about, abouts);
  checkModel(model);
  const end = endOf(model, rule);
  const linear = await readLinearEnd(end);
  checkNumbers(linear);
  const { numLabels, numFeatures, weights, bias, projection, scoreScale, scoreOffset } = linear;
  const thresholds = await readThresholds(options.thresholds, rule, numLabels);
  const asked = about === 'model' ? projection : null;
  const inputs = inputsOf({ projection: asked, numFeatures });
  const range = await rangeOf(end, about, inputs, options);
  const plain: Classifier = {
    numLabels,
    numFeatures,
    weights,
    bias,
    projection: asked,
    range,
    ranked: rule !== 'sign',
  };
  const classifier = foldScores(plain, { scale: scoreScale, offset: scoreOffset }, thresholds);
  return {
    ...{ classifier, about, rule, thresholds, end },
    folded: foldedWords(end, thresholds !== null),
    outputLayer: describe(end, numLabels, numFeatures, bias !== null),
  };
}

/**
 * @throws ValueError naming the first weight that is not finite, or so large or small that products leave
 * float64.
 */
function checkNumbers({ numFeatures, weights, bias, projection, scoreScale, scoreOffset }: LinearEnd): void {
  checkValues(weights, (i) => `weights[${Math.floor(i / numFeatures)}][${i % numFeatures}]`);
  const vectors = { bias, 'slope of score': scoreScale, 'offset of score': scoreOffset };
  for (const [name, values] of Object.entries(vectors)) {
    if (values) checkValues(values, (i) => `${name}[${i}]`);
  }
  if (projection === null) return;
  const { kernel, offset, numInputs } = projection;
  checkValues(kernel, (i) => `projection[${Math.floor(i / numInputs)}][${i % numInputs}]`);
  checkValues(offset, (i) => `projection offset[${i}]`);
}

/** @throws ValueError if it is not a model, or if its weights are disposed. */
export function checkModel(model: LayersModel): void {
  if (!(model instanceof LayersModel)) {
    throw new ValueError('model', model, 'a built LayersModel of @tensorflow/tfjs-layers');
  }
  const isDisposed = ({ val }: { val?: { isDisposed?: boolean } }): boolean => val?.isDisposed === true;
  const isBuilt = Array.isArray(model.outputs) && model.outputs.length > 0;
  if (!isBuilt || !(model.weights as unknown as { val?: Tensor }[]).some(isDisposed)) return;
  throw new ValueError(
    'model',
    'a disposed model',
    'one that has its weights',
    'Verify it before dispose().',
  );
}

/**
 * Finds the last linear layers, and refuses an activation that hides what the rule needs: the signs of
 * scores, or their order.
 */
function endOf(model: LayersModel, rule: Rule): ModelEnd {
  const end = findModelEnd(nodeOfModel(model));
  const activation = activationNamed(end.activation);
  if (rule === 'sign' ? typeof activation?.signThreshold === 'number' : activation?.keepsOrder) return end;
  const hidden = rule === 'sign' ? 'signs' : 'order';
  const advice =
    (rule === 'sign' ? "For the highest scores after a softmax, use rule: 'topK' or 'argmax'. " : '') +
    'If your model predicts label i exactly if the score z_i before the activation is above 0, verify the scores: ' +
    'make a tf.model that ends at the linear layer, with the same weights, or give the matrix to verifyMatrix.';
  throw new ValueError(
    'model',
    `${end.output.name} followed by ${end.activation}`,
    `one whose activation keeps the ${hidden} of scores`,
    advice,
  );
}

async function rangeOf(
  end: ModelEnd,
  about: About,
  inputs: number,
  { featureRange, box }: ModelRange,
): Promise<ResolvedRange> {
  if (featureRange !== undefined && box !== undefined) {
    throw new ValueError('box', box, 'left out if featureRange is given: it means -box to box');
  }
  if (box !== undefined) return boxRange(box, inputs);
  if (featureRange !== undefined) return readFeatureRange(featureRange, inputs);
  if (about === 'classifier') return readFeatureRange('any', inputs);
  return readFeatureRange(await featureBounds(end), inputs);
}

function foldedWords({ after, activation }: ModelEnd, hasThresholds: boolean): string[] {
  return [
    ...after.map(({ name, className }) => `${name} (${className})`),
    ...(activation === 'linear' ? [] : [`activation ${activation}`]),
    ...(hasThresholds ? ['thresholds'] : []),
  ];
}

function describe(
  { output, activation }: ModelEnd,
  numLabels: number,
  numFeatures: number,
  hasBias: boolean,
): string {
  const parts = [output.className, `${numLabels} labels`, `${numFeatures} features`];
  if (hasBias) parts.push('bias');
  if (activation !== 'linear') parts.push(activation);
  return `${output.name} (${parts.join(', ')})`;
}
