import { oneVersusAll } from '@argmaxable/losses';
import { verify } from '@argmaxable/verify';
import { type DataSettings, loadData } from './data/load-data.js';
import type { RunContext } from './figure.js';
import { buildModel, type Head } from './heads.js';
import { labelOrder, type LabelOrderName } from './label-orders.js';
import { type Scores, scoresOf, train } from './training.js';

/** A model that is trained at one rate, scored, and asked which held-out label sets it reaches. */
export interface TrainingCell {
  readonly data: DataSettings;
  readonly head: Head;
  /** Of a DFT layer. */
  readonly order: LabelOrderName;
  readonly rate: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Of starting weights and the order of examples; the split is the same for all. */
  readonly seed: number;
}

export interface TrainingResult {
  /** Trained parameters of the output layer. */
  readonly parameters: number;
  /** Mean of the last epoch; null where training went to infinity. */
  readonly loss: number | null;
  /** On the validation part, by which rates are chosen. */
  readonly validation: Scores;
  readonly heldOut: Scores;
  /** Distinct held-out label sets by verdict, about the model. */
  readonly sets: number;
  readonly outOfReach: number;
  readonly undecided: number;
  /** Whether the projection carries every x, so that a theorem about the last matrix is about the model. */
  readonly carries: boolean;
}

export async function trainAndVerify(cell: TrainingCell, context: RunContext): Promise<TrainingResult> {
  const { data: settings, head, order, rate, epochs, batchSize, seed } = cell;
  const data = await loadData(settings);
  const isDft = head.kind === 'dft';
  const { model, output } = buildModel(
    data,
    head,
    seed,
    isDft ? labelOrder(order, data.train.labelSets, 1) : null,
  );
  const loss = await train(model, data.train, oneVersusAll, { rate, epochs, batchSize, seed }, context);
  const parameters = output.countParams();
  if (Number.isNaN(loss)) {
    model.dispose();
    return { ...nothing, parameters };
  }
  context.step('verifying');
  const [validation, heldOut] = [data.validation, data.heldOut].map((part) => scoresOf(model, part));
  const { sets } = data.heldOut.labelSets.distinct();
  const { counts, projection } = await verify(model, { labelSets: sets, signal: context.signal });
  model.dispose();
  const { unargmaxable: outOfReach, undecided } = counts;
  return {
    ...{ parameters, loss, validation, heldOut, sets: sets.size, outOfReach, undecided },
    carries: projection?.carries ?? true,
  };
}

/** Of a training that went to infinity. */
const nothing: Omit<TrainingResult, 'parameters'> = {
  loss: null,
  validation: { f1At10: 0, microF1: 0 },
  heldOut: { f1At10: 0, microF1: 0 },
  ...{ sets: 0, outOfReach: 0, undecided: 0, carries: false },
};
