import { dispose, type Tensor } from '@tensorflow/tfjs-core';

/** The part of tfjs-layers' `LayersModel` that evaluates. */
export interface TestedModel {
  readonly metricsNames: readonly string[];
  makeTestFunction: (this: TestedModel) => void;
  testFunction: (data: Tensor[]) => Tensor[];
}

/**
 * Lets `evaluate`, and with it the validation of `fit`, give the values that `metricsNames` names. For a
 * model of several outputs tfjs's test function puts sums of losses in front of the values: for each output,
 * the sum of the losses up to it. Only the last sum is the loss of the model. Without this fix 'val_loss' is
 * the loss of the first output, and every later value has its neighbour's name (tfjs's issue 5941).
 *
 * @param concerns Whether a model is to be changed; others stay as tfjs has them.
 */
export function mendTestFunction(prototype: TestedModel, concerns: (model: object) => boolean): void {
  const make = prototype.makeTestFunction;
  prototype.makeTestFunction = function () {
    make.call(this);
    if (!concerns(this)) return;
    const test = this.testFunction;
    this.testFunction = (data) => {
      const values = test(data);
      const surplus = Math.max(0, values.length - this.metricsNames.length);
      dispose(values.slice(0, surplus));
      return values.slice(surplus);
    };
  };
}
