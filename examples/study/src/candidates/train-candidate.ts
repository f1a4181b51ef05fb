import { oneVersusAll } from '@argmaxable/losses';
import { tensor1d } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { Matrix, solve } from 'ml-matrix';
import type { StudyData } from '../data/study-data.js';
import type { RunContext } from '../figure.js';
import { startLikeTorch } from '../heads.js';
import { candidateMatrix, type Split } from '../matrices/candidates.js';
import { evenAngles, type Rows } from '../matrices/columns.js';
import { ascendRadius } from '../radius-ascent.js';
import { marginLoss } from '../radius-regulariser.js';
import { SplitOutput } from '../split-output.js';
import { scoresOf, train } from '../training.js';
import type { CandidateResult, Training } from './settings.js';

/** Trains a model that ends in a matrix, from the start at the labels' prior. */
export async function trainCandidate(
  start: Split,
  data: StudyData,
  training: Training,
  seed: number,
  context: RunContext,
): Promise<{ matrix: Rows; scores: NonNullable<CandidateResult['scores']> }> {
  const { rate, epochs, angles, regulariser } = training;
  const output = new SplitOutput(start, angles ? evenAngles(data.numLabels) : null);
  const projection = layers.dense({
    units: candidateMatrix(start)[0].length,
    kernelInitializer: startLikeTorch(seed + 100),
    biasInitializer: initializers.zeros(),
  });
  const model = sequential({ layers: [...data.encoder(seed), projection, output] });
  const bias = projection.getWeights()[1];
  const prior = tensor1d(startAtPrior(start, data));
  projection.setWeights([projection.getWeights()[0], prior]);
  prior.dispose();
  if (bias.shape[0] !== prior.shape[0]) throw new Error('The projection has another width than the matrix.');
  const margin = regulariser?.kind === 'margin' ? regulariser : null;
  await train(
    model,
    data.train,
    margin ? marginLoss(output, margin) : oneVersusAll,
    { rate, epochs, batchSize: 128, seed, multiHot: margin !== null },
    context,
    (step) => moveUp(step, output, data, training, seed, context),
  );
  const scores = {
    validation: scoresOf(model, data.validation),
    heldOut: scoresOf(model, data.heldOut),
  };
  const matrix = await output.matrix();
  model.dispose();
  return { matrix, scores };
}

/** Where it is time for it, a step of the slack up the gradient of the radius. */
async function moveUp(
  step: number,
  output: SplitOutput,
  { train: { labelSets } }: StudyData,
  { regulariser }: Training,
  seed: number,
  context: RunContext,
): Promise<void> {
  if (regulariser?.kind !== 'ascent' || step % regulariser.every !== 0) return;
  const ascent = { steps: 1, batch: regulariser.batch, rate: regulariser.rate };
  const { slack } = await ascendRadius(await output.split(), labelSets, ascent, `${seed} ${step}`, context);
  output.setSlack(slack);
}

/** The projection's bias with which all labels are nearest to their mean probability, in least squares. */
function startAtPrior({ fixed, slack }: Split, { numLabels, meanActive }: StudyData): number[] {
  const logit = Math.log(meanActive / (numLabels - meanActive));
  const columns = new Matrix(fixed.map((row) => [...row]));
  const bias = solve(columns, Matrix.ones(numLabels, 1), true).to1DArray();
  return [...bias.map((value) => logit * value), ...slack[0].map(() => 0)];
}
