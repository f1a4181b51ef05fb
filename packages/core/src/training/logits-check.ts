import { keep, max, min, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ValueError } from '../errors.js';
import { nameOf, traitsOf } from '../saving/registry.js';
import { type HookedModel, withLosses } from './hooked-model.js';
import { modelOutput } from './model-output.js';

const unsure = Symbol.for('argmaxable.training.unsure');

/**
 * Outputs whose layers do not tell whether they give logits, with the losses that need logits; kept until the
 * first batch.
 */
interface Model extends HookedModel {
  [unsure]?: { readonly output: number; readonly loss: string }[];
}

/** Whether `compile` is called to load a model: synchronously, within `loadTrainingConfig`. */
let loading = false;

/**
 * Checks whether outputs give what losses and metrics need, as far as the last layers tell. A loss of ours
 * that takes the sigmoid of logits itself would train on the sigmoid of a sigmoid, and tfjs's cross-entropies
 * would clip an output layer's logits to 0 and 1, both without a message.
 *
 * @throws ValueError where that is certain. In a model that is being loaded it is a warning: it is already
 * trained, and can still predict.
 */
function checkLogits(model: HookedModel): void {
  const state: Model = model;
  state[unsure] = [];
  model.lossFunctions.forEach((loss, output) => {
    const known = checkWants(model, loss, output, 'loss');
    if (!known) state[unsure]!.push({ output, loss: nameOf(loss) });
    if (traitsOf(loss) === null) checkProbabilities(model, output);
  });
  for (const [metric, output] of model.metricsTensors) {
    if (metric !== model.lossFunctions[output]) checkWants(model, metric, output, 'metric');
  }
}

/** Whether the layers tell that the output is one for the loss or metric. */
function checkWants(model: HookedModel, fn: unknown, output: number, use: 'loss' | 'metric'): boolean {
  const wantsLogits = traitsOf(fn)?.wantsLogits;
  if (wantsLogits === undefined) return true;
  const { kind, layer } = modelOutput(model.outputs[output]);
  if (kind === 'probabilities') {
    const other = use === 'loss' ? ", or take a loss of probabilities, 'binaryCrossentropy'" : '';
    refuse(
      `${layer} at its end`,
      `one that gives logits where the ${use} is ${nameOf(fn)}, which ${wantsLogits}`,
      `Leave the activation off the model and apply it to what the model predicts${other}.`,
    );
  }
  return kind !== 'unknown';
}

/** Losses of tfjs that want probabilities. */
const ofProbabilities = ['binaryCrossentropy', 'categoricalCrossentropy', 'sparseCategoricalCrossentropy'];

function checkProbabilities(model: HookedModel, output: number): void {
  const entry = lossEntry(model, output);
  if (typeof entry !== 'string' || !ofProbabilities.includes(entry)) return;
  const { kind, layer, isOfLabels } = modelOutput(model.outputs[output]);
  if (kind !== 'scores' || !isOfLabels) return;
  refuse(
    `${layer} at its end`,
    `one that gives probabilities where the loss is ${entry}`,
    "Take a loss of logits, such as oneVersusAll or pickAllLabels of @argmaxable/losses, or activation: 'sigmoid'.",
  );
}

function lossEntry({ loss, outputNames }: HookedModel, output: number): unknown {
  if (typeof loss !== 'object' || loss === null) return loss;
  return Array.isArray(loss)
    ? (loss as unknown[])[output]
    : (loss as Record<string, unknown>)[outputNames[output]];
}

function refuse(given: string, allowed: string, advice: string): void {
  const error = new ValueError('model', given, allowed, advice);
  if (!loading) throw error;
  console.warn(`argmaxable: the loaded model should not be trained on as it is: ${error.message}`);
}

/**
 * Hooks `compile`, the loading of compiled models, and the first step of training: at that step the outputs
 * of unknown layers are checked.
 */
export function hookLogitsCheck(hooked: object): void {
  const prototype = hooked as HookedModel;
  const { compile, loadTrainingConfig, makeTrainFunction } = prototype;
  prototype.compile = function (args) {
    compile.call(this, args);
    checkLogits(this);
  };
  prototype.loadTrainingConfig = function (config) {
    loading = true;
    try {
      loadTrainingConfig.call(this, config);
    } finally {
      loading = false;
    }
  };
  prototype.makeTrainFunction = function (this: Model) {
    const step = makeTrainFunction.call(this);
    return (data) => {
      const outputs = this[unsure] ?? [];
      this[unsure] = [];
      return outputs.length === 0 ? step(data) : watchedStep(this, outputs, () => step(data));
    };
  };
}

function watchedStep<T>(model: Model, outputs: NonNullable<Model[typeof unsure]>, step: () => T): T {
  const given = new Map<number, Tensor>();
  const isWatched = (output: number): boolean => outputs.some((other) => other.output === output);
  try {
    return withLosses(
      model,
      (loss, output) => (yTrue, yPred) => {
        if (isWatched(output)) given.set(output, keep(yPred.clone()));
        return loss(yTrue, yPred);
      },
      step,
    );
  } finally {
    for (const { output, loss } of outputs) warnOfProbabilities(given.get(output), loss);
    given.forEach((tensor) => tensor.dispose());
  }
}

/** With fewer values, all may be between 0 and 1 by chance. */
const leastValues = 16;

function warnOfProbabilities(yPred: Tensor | undefined, loss: string): void {
  if (yPred === undefined || yPred.size < leastValues) return;
  const [lowest, highest] = [min, max].map((of) => tidy(() => of(yPred).dataSync()[0]));
  // A model whose weights start at 0 gives only 0.
  if (!(lowest > 0 && highest < 1)) return;
  console.warn(
    `argmaxable: all outputs of the first batch lie between 0 and 1 (${lowest} to ${highest}), as probabilities do, but ${loss} wants ` +
      'logits. If the model ends in a sigmoid or softmax, remove that and apply it to what the model predicts.',
  );
}
