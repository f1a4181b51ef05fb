import { LabelSets } from '@argmaxable/core';
import { gaussianMatrix } from '@argmaxable/test-support';
import { Matrix, QrDecomposition } from 'ml-matrix';
import { allSubsets } from '../../src/neural-collapse/subsets.js';

/** Examples with a classifier, as `neuralCollapseReport` takes them. */
export interface Case {
  features: number[][];
  sets: number[][];
  classifier: number[][];
}

export function labelSetsOf({ sets, classifier }: Case): LabelSets {
  return LabelSets.from(sets, classifier.length);
}

/** A random orthogonal matrix [size, size]. */
export function rotation(size: number, seed: number): Matrix {
  return new QrDecomposition(new Matrix(gaussianMatrix(size, size, seed))).orthogonalMatrix;
}

/** The label sets of each class alone, then of all pairs and triples but the full set, each `times` over. */
export function setsUpTo3(numLabels: number, times: number): number[][] {
  const sizes = [1, 2, 3].filter((size) => size === 1 || size < numLabels);
  const distinct = sizes.flatMap((size) => Array.from(allSubsets(numLabels, size), (set) => [...set]));
  return distinct.flatMap((set) => Array.from({ length: times }, () => set));
}

/** Features without any structure. */
export function randomCase(numLabels: number, numFeatures: number, seed: number, times = 3): Case {
  const sets = setsUpTo3(numLabels, times);
  return {
    features: gaussianMatrix(sets.length, numFeatures, seed),
    sets,
    classifier: gaussianMatrix(numLabels, numFeatures, seed + 1),
  };
}

/**
 * Full collapse: class means in a turned simplex frame, other features a multiple of the sum of their labels'
 * means.
 */
export function collapsedCase(numLabels: number, numFeatures: number, seed: number): Case {
  const frame = Matrix.eye(numLabels, numFeatures).mmul(rotation(numFeatures, seed));
  const centre = Matrix.ones(numLabels, numLabels).mul(1 / numLabels);
  const classifier = Matrix.eye(numLabels).sub(centre).mmul(frame);
  const means = Matrix.mul(classifier, 3.7);
  const sets = setsUpTo3(numLabels, 4);
  const features = sets.map((set) => {
    const sum = Matrix.zeros(1, numFeatures);
    set.forEach((label) => sum.add(means.getRowVector(label)));
    return sum.mul(1 / set.length ** 2).getRow(0);
  });
  return { features, sets, classifier: classifier.to2DArray() };
}
