import { scientific } from '@argmaxable/report';
import type { Section, Table } from '../figure.js';
import { groupBy, median } from '../groups.js';
import { candidates } from '../matrices/candidates.js';
import { quantile, type Radii } from '../radii.js';
import { heldOutColumns, heldOutTexts, lostText, quantileNote, quantilePlot } from './radii-text.js';
import { type DoneCandidate, nameOf } from './settings.js';

const theorems = { true: 'yes', false: 'no', null: 'no proof known' };

/** Radii of the matrices as training starts from them. */
export function startTable(done: readonly DoneCandidate[]): Table {
  const own = before(done);
  const groups = groupBy(own, ({ cell }) => `${nameOf(cell)} ${cell.slack}`);
  const { n = '', k = '', active: sizes = [] } = own[0]?.cell ?? {};
  return {
    title: 'Before training',
    note:
      `n = ${n}, k = ${k}: radii of ${own[0]?.result.heldOut.sets ?? ''} distinct held-out label sets of WordNet, quantiles over sets, medians over ` +
      'the seeds, and median radii of random sets. Without slack seed 1 alone. Lost: share that is not proved to be in reach, with radius 0 in the quantiles. ' +
      'Theorem: whether all sets of at most k labels are in reach in exact arithmetic.',
    columns: [
      ...['fixed columns, slack', 's', 'theorem', ...heldOutColumns],
      ...sizes.map((size) => `${size} random`),
    ],
    rows: [...groups.values()].map((group) => {
      const { cell } = group[0];
      const theorem = theorems[`${candidates[cell.candidate].keepsTheorem}`];
      const random = sizes.map((_, i) => medianText(group.map(({ result }) => result.random[i])));
      const heldOut = heldOutTexts(group.map(({ result }) => result.heldOut));
      return [nameOf(cell), String(cell.slack), theorem, ...heldOut, ...random];
    }),
  };
}

/** A plot for each slack. */
export function startSection(done: readonly DoneCandidate[]): Section {
  const plots = [...groupBy(before(done), ({ cell }) => cell.slack)].map(([slack, group]) =>
    quantilePlot(`start-${slack}`, `slack ${slack}`, group),
  );
  return { title: 'Before training', text: quantileNote, plots };
}

const before = (done: readonly DoneCandidate[]): DoneCandidate[] =>
  done.filter(({ cell }) => cell.training === null);

function medianText(radii: readonly Radii[]): string {
  const text = scientific(median(radii.map((one) => quantile(one, 0.5))));
  const lost = lostText(radii);
  return lost === '0 %' ? text : `${text} (${lost} lost)`;
}
