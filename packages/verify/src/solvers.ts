import { checkNumber } from '@argmaxable/core';
import { ActiveSetSolver } from './active-set/active-set-solver.js';
import { HomogeneousSolver } from './active-set/homogeneous.js';
import type { Classifier } from './classifier.js';
import { decide } from './decide.js';
import { HighsSolver } from './highs-solver.js';
import type { RadiusSolver } from './radius-solver.js';
import type { LabelSetResult } from './report.js';

/** The solvers of a run: the quick one where it serves, and the linear program where it does not. */
export class Solvers {
  private readonly quick: RadiusSolver | null;
  private readonly timeLimit: number;
  private linearProgram: HighsSolver | null = null;

  constructor(
    private readonly classifier: Classifier,
    mode: 'verdict' | 'radius',
    private readonly options: { timeLimit?: number; locateFile?: (file: string) => string },
  ) {
    this.timeLimit = checkNumber('timeLimit', options.timeLimit ?? 60_000, { min: 0 });
    this.quick = mode === 'verdict' ? quickSolver(classifier) : null;
  }

  async decide(labels: Int32Array, eps: number): Promise<LabelSetResult> {
    const started = performance.now();
    const deadline = started + this.timeLimit;
    const result = this.quick && decide(this.classifier, labels, this.quick, eps, deadline);
    if (result && (result.verdict !== 'undecided' || performance.now() > deadline)) return result;
    this.linearProgram ??= await HighsSolver.create(this.classifier, this.options.locateFile);
    const exact = decide(this.classifier, labels, this.linearProgram, eps, deadline);
    return { ...exact, milliseconds: performance.now() - started };
  }

  dispose(): void {
    this.quick?.dispose();
    this.linearProgram?.dispose();
  }
}

function quickSolver(classifier: Classifier): RadiusSolver {
  const { bias } = classifier;
  return bias ? new HomogeneousSolver({ ...classifier, bias }) : new ActiveSetSolver(classifier);
}
