import { dispose, type Tensor } from '@tensorflow/tfjs-core';

/** The part of tfjs-layers' `LayersModel` that evaluates. */
export interface TestedModel {
  readonly metricsNames: readonly string[];
  makeTestFunction: (this: TestedModel) => void;
  testFunction: (data: Tensor[]) => Tensor[];
}

/**
 * Lets `evaluate`, and with it the validation of `fit`, give the values that `metricsNames` names. For a
 * model of several outputs tfjs's test function puts the sum of the losses so far before them, one for each
 * output, of which the last alone is the loss of the model: so that 'val_loss' is the loss of the first
 * output and every later value stands under its neighbour's name (tfjs's issue 5941).
 *
 * @param concerns The models to mend; others stay as tfjs has them.
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
