import type { Section, Table } from '../figure.js';
import { encoderWords } from '../data/encoders.js';
import { percentSpread } from '../groups.js';
import type { Scores } from '../training.js';
import { best, type Tuned, tunedRate, tunedText, type Tuning, tuningNote } from '../tuning.js';
import { heldOutColumns, heldOutTexts, quantileNote, quantilePlot } from './radii-text.js';
import { type CandidateCell, type CandidateResult, type DoneCandidate, nameOf } from './settings.js';

/** The cells that train. */
export const ofTraining = (done: readonly DoneCandidate[]): DoneCandidate[] =>
  done.filter(({ cell }) => cell.training !== null);

const rate: Tuned<CandidateCell> = {
  ...tunedRate<never>(),
  of: ({ training }) => training!.rate,
  with: (cell, value) => ({ ...cell, training: { ...cell.training!, rate: value } }),
};

/** How their rates are chosen. */
export const candidateTuning: Tuning<CandidateCell, CandidateResult> = {
  variant: (cell) => nameOf(cell),
  value: ({ scores }) => scores!.validation.microF1,
  parameters: [rate],
};

/** F1 and radii of the matrices after training. */
export function trainedTable(done: readonly DoneCandidate[]): Table {
  const own = ofTraining(done);
  const { n = '', k = '', slack = '', training } = own[0]?.cell ?? {};
  return {
    title: 'After training',
    note:
      `WordNet, n = ${n}, k = ${k}, slack ${slack}, ${training ? encoderWords[training.encoder] : ''}, ${training?.epochs ?? ''} epochs from the labels' prior, each at the rate with the best micro-F1 on the validation part. ${tuningNote} ` +
      'Scores are of the held-out part, mean and standard deviation over the seeds; radii of held-out sets as above, with the trained matrix, medians over the seeds.',
    columns: ['matrix', 'rate', 'F1@10', 'micro-F1', ...heldOutColumns, 'seeds'],
    rows: best(own, candidateTuning).map((tuned) => {
      const { variant, results } = tuned;
      const score = (key: keyof Scores): string =>
        percentSpread(results.map(({ scores }) => scores!.heldOut[key]));
      const at = tunedText(tuned, rate);
      const radii = heldOutTexts(results.map(({ heldOut }) => heldOut));
      return [variant, at, score('f1At10'), score('microF1'), ...radii, String(results.length)];
    }),
  };
}

/** A plot of the radii at the best rates. */
export function trainedSection(done: readonly DoneCandidate[]): Section {
  const shown = best(ofTraining(done), candidateTuning).flatMap(({ cell, results }) =>
    results.map((result) => ({ cell, result })),
  );
  const plots = shown.length === 0 ? [] : [quantilePlot('trained', 'each at its best rate', shown)];
  return { title: 'After training', text: quantileNote, plots };
}
