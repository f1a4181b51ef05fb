import { basename } from 'node:path';
import { lineChart } from '@argmaxable/report';
import { encoderWords } from './data/encoders.js';
import type { Finished, Section, Table } from './figure.js';
import { groupBy, percentSpread } from './groups.js';
import { lookOf } from './looks.js';
import type { TrainingCell, TrainingResult } from './train-and-verify.js';
import { type Best, best, tunedRate, tunedText, type Tuning, tuningNote } from './tuning.js';

type Done = Finished<TrainingCell, TrainingResult>;
type RateTuning = Tuning<TrainingCell, TrainingResult>;

/** A row for each variant at its best rate. */
export function tunedTable(done: readonly Done[], tuning: RateTuning): Table {
  return {
    title: dataName(done),
    note: tunedNote,
    columns: ['layer', 'parameters', 'rate', 'F1@10', 'micro-F1', 'out of reach', 'undecided', 'seeds'],
    rows: best(done, tuning).map(tunedRow),
  };
}

/** Held-out micro-F1 of each variant against the rate. */
export function tunedPlots(done: readonly Done[], { variant }: RateTuning): Section {
  const tried = done.filter(({ cell }) => cell.seed === 1);
  const lines = [...groupBy(tried, ({ cell }) => variant(cell))].map(([name, group], i) => ({
    name,
    look: lookOf(group[0].cell.head.kind === 'bsl' ? 'warm' : 'cool', i),
    points: group
      .map(({ cell, result }) => ({ x: cell.rate, y: result.heldOut.microF1 }))
      .sort((a, b) => a.x - b.x),
  }));
  const svg = lineChart({
    ...{ id: 'rates', title: 'Micro-F1 against the rate, held out', lines },
    ...{ x: { label: 'rate of Adam', scale: 'log' }, y: { label: 'micro-F1', values: 'fraction' } },
  });
  const plots = [{ title: 'Micro-F1 against the rate', svg, models: lines }];
  return { title: dataName(done), text: 'With seed 1.', plots };
}

/** What was trained on. */
export const dataName = (done: readonly Done[]): string => {
  const data = done[0]?.cell.data;
  if (data === undefined) return '';
  if (data.kind === 'file') return basename(data.path);
  return `WordNet, n = ${data.labels}, ${encoderWords[data.encoder ?? 'linear']}`;
};

function tunedRow(tuned: Best<TrainingCell, TrainingResult>): string[] {
  const { variant, results } = tuned;
  const scores = (of: (result: TrainingResult) => number): string => percentSpread(results.map(of));
  return [
    variant,
    results[0].parameters.toLocaleString('en'),
    tunedText(tuned, tunedRate()),
    scores(({ heldOut }) => heldOut.f1At10),
    scores(({ heldOut }) => heldOut.microF1),
    scores(({ outOfReach, sets }) => outOfReach / sets),
    scores(({ undecided, sets }) => undecided / sets),
    String(results.length),
  ];
}

/** What the columns of such tables mean. */
export const tunedNote =
  `Held-out scores at the rate with the best micro-F1 on the validation part, mean and standard deviation over the seeds. ${tuningNote} ` +
  'Out of reach: share of the distinct held-out label sets that no input of the model gives, proved.';
