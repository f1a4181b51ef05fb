import type { LabelValues, MultiLabelReport } from './multi-label-report.js';
import { averages } from './thresholded/options.js';

/** Labels listed at most; of more, half of them with the best and half with the worst F1. */
const mostLabels = 20;

/** A report as text: Markdown, so that it can be pasted where that is shown. */
export function reportTables(report: MultiLabelReport): string {
  const { ranking } = report;
  const threshold = typeof report.threshold === 'number' ? `${report.threshold}` : 'one per label';
  const withPsp = report.atK.some(({ psp }) => psp !== undefined);
  return [
    `${report.examples} examples, ${report.labels} labels`,
    table(
      ['at k', 'precision', 'recall', 'F1', 'nDCG', ...(withPsp ? ['PSP'] : [])],
      report.atK.map(({ k, precision, recall, f1, ndcg, psp }) => [
        `${k}`,
        ...[precision, recall, f1, ndcg, ...(psp === undefined ? [] : [psp])].map(rounded),
      ]),
    ),
    table(
      [`score > ${threshold}`, ...setColumns],
      averages.map((average) => {
        const { precision, recall, f1, jaccard } = report[average];
        return [average, ...[precision, recall, f1, jaccard].map(rounded)];
      }),
    ),
    table(
      ['overall', 'value'],
      [
        ['R-precision', rounded(report.rPrecision)],
        ['subset accuracy', rounded(report.accuracy)],
        ['Hamming loss', rounded(report.hammingLoss)],
        ['average precision, macro (mAP)', rounded(ranking.averagePrecisionMacro)],
        ['average precision, micro', rounded(ranking.averagePrecisionMicro)],
        ['mAP, interpolated', rounded(ranking.meanAveragePrecision)],
        ['ROC AUC, macro', rounded(ranking.rocAucMacro)],
        ['ROC AUC, micro', rounded(ranking.rocAucMicro)],
        ['label ranking average precision', rounded(ranking.labelRankingAveragePrecision)],
        ['coverage error', rounded(ranking.coverageError)],
        ['label ranking loss', rounded(ranking.labelRankingLoss)],
      ],
    ),
    labelTable(report.perLabel),
  ].join('\n\n');
}

const setColumns = ['precision', 'recall', 'F1', 'Jaccard'];

function labelTable(perLabel: readonly LabelValues[]): string {
  const columns = ['label', 'support', ...setColumns, 'average precision', 'ROC AUC'];
  const row = (values: LabelValues): string[] => [
    values.name ?? `${values.label}`,
    `${values.support}`,
    ...[values.precision, values.recall, values.f1, values.jaccard].map(rounded),
    ...[values.averagePrecision, values.rocAuc].map(rounded),
  ];
  if (perLabel.length <= mostLabels) return table(columns, perLabel.map(row));
  // Labels that are never active tell nothing of the model.
  const ranked = perLabel.filter(({ support }) => support > 0).sort((a, b) => b.f1 - a.f1);
  const shown = Math.min(mostLabels, ranked.length);
  const best = ranked.slice(0, Math.ceil(shown / 2));
  const worst = ranked.slice(ranked.length - Math.floor(shown / 2));
  return [
    `labels of best and of worst F1, of the ${ranked.length} that are active somewhere`,
    table(columns, [...best.map(row), columns.map(() => '...'), ...worst.map(row)]),
  ].join('\n\n');
}

function rounded(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(4);
}

/** A Markdown table with aligned columns, the first to the left and the others to the right. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i].length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [head, rule, ...rows].map(line).join('\n');
}
