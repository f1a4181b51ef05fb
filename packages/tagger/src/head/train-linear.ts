import type { LabelSets } from '@argmaxable/core';
import type { SparseRows } from '@argmaxable/data';
import { type Folds, ordersOf, ordersWithout } from './folds.js';
import { blockSize, LabelBlock, type LabelTask } from './label-block.js';

/** How the linear layer is trained. */
export interface LinearOptions {
  /** What an error costs beside the squared length of a label's weights. */
  readonly cost: number;
  /** The power of the class weights of scikit-learn's 'balanced': 0 equal weights, 1 balanced ones. */
  readonly balance: number;
  readonly seed: string | number;
  /** The parts to hold out in turn; null: none. */
  readonly folds: Folds | null;
  /** Awaited after each block of labels, with the number of labels that are done: to report and to stop. */
  readonly afterBlock: (labelsDone: number) => Promise<void>;
}

/** A linear layer: a weight per feature and label, and a bias per label. */
export interface LinearHead {
  /** [features + 1, labels], the biases last. */
  readonly weights: Float32Array;
  /** The scores of `folds.examples` by layers that were trained without them, [examples, labels]. */
  readonly heldOut: Float32Array;
}

/** The passes over the examples at most, and the change of a score below which they end. */
const passes = { most: 20, tolerance: 0.02 };
/** The same for a layer without a part of the examples: it starts at the layer of all of them. */
const passesOfFold = { most: 8, tolerance: 0.01 };

/**
 * Trains a linear layer for each label against all others: L2-regularised squared hinge loss, by dual
 * coordinate descent (Hsieh et al. 2008), as LIBLINEAR does. The layers that the held-out scores are of start
 * at the weights of all examples, less what the held-out ones gave them.
 */
export async function trainLinear(
  examples: SparseRows,
  labelSets: LabelSets,
  options: LinearOptions,
): Promise<LinearHead> {
  const { numLabels } = labelSets;
  const { folds } = options;
  const block = await LabelBlock.create(examples);
  const active = examplesOfLabels(labelSets);
  const orders = ordersOf(examples.size, options.seed);
  const ordersOfFolds = folds?.held.map((part) => ordersWithout(orders, part, examples.size)) ?? [];
  const weights = new Float32Array((examples.width + 1) * numLabels);
  const heldOut = new Float32Array((folds?.examples.length ?? 0) * numLabels);
  for (let first = 0; first < numLabels; first += blockSize) {
    const lanes = active.slice(first, first + blockSize);
    block.start(lanes.map((label) => taskOf(label, examples.size, options)));
    descend(block, orders, passes);
    copyLanes(block.weights, weights, { first, lanes: lanes.length, numLabels });
    if (folds) {
      block.save();
      let row = 0;
      folds.held.forEach((part, fold) => {
        block.restore();
        block.forget(part);
        descend(block, ordersOfFolds[fold], passesOfFold);
        const scores = heldOut.subarray(row * numLabels);
        copyLanes(block.score(part), scores, { first, lanes: lanes.length, numLabels });
        row += part.length;
      });
    }
    await options.afterBlock(first + lanes.length);
  }
  return { weights, heldOut };
}

function descend(
  block: LabelBlock,
  orders: readonly Int32Array[],
  { most, tolerance }: { most: number; tolerance: number },
): void {
  for (let pass = 0; pass < most; pass++) {
    if (block.descend(orders[pass % orders.length]) < tolerance) return;
  }
}

function examplesOfLabels(labelSets: LabelSets): number[][] {
  const active = Array.from({ length: labelSets.numLabels }, (): number[] => []);
  for (let i = 0; i < labelSets.size; i++) {
    for (const label of labelSets.get(i)) active[label].push(i);
  }
  return active;
}

/** Costs in proportion to (examples / (2 examples of the class)) ** balance, as scikit-learn's are at 1. */
function taskOf(active: number[], size: number, { cost, balance }: LinearOptions): LabelTask {
  const costOf = (count: number) => cost * (size / (2 * Math.max(1, count))) ** balance;
  return { active, activeCost: costOf(active.length), otherCost: costOf(size - active.length) };
}

/** Copies rows of 16 numbers into rows of all labels. */
function copyLanes(
  from: Float32Array,
  to: Float32Array,
  { first, lanes, numLabels }: { first: number; lanes: number; numLabels: number },
): void {
  for (let row = 0; row * blockSize < from.length; row++) {
    for (let lane = 0; lane < lanes; lane++) {
      to[row * numLabels + first + lane] = from[row * blockSize + lane];
    }
  }
}
