import { averages } from '../label-sets/options.js';
import type { LabelSetReport, MultiLabelReport } from './report.js';
import type {
  AtKValues,
  LabelValues,
  RankingValues,
  ScoredLabelValues,
  SetSummary,
  ThresholdValues,
} from './values.js';

/**
 * Labels listed at most, unless all are asked for; of more, half of them with the best and half with the
 * worst F1.
 */
const mostLabels = 20;

const setColumns = ['precision', 'recall', 'F1', 'Jaccard'];

/** A report as text: Markdown, so that it can be pasted where that is shown. */
export function reportTables(report: LabelSetReport | MultiLabelReport, everyLabel: boolean): string {
  const head = `${report.examples} examples, ${report.labels} labels`;
  const blocks =
    'ranking' in report
      ? [
          head,
          atKTable(report.atK),
          setTable(`score > ${thresholdText(report.threshold)}`, report),
          ...(report.byThreshold ? [thresholdTable(report.byThreshold)] : []),
          overallTable([
            ['R-precision', report.rPrecision],
            ...overallOfSets(report),
            ...overallOfRankings(report.ranking),
          ]),
        ]
      : [
          `${head}; label sets are predicted, not scores, so there are no metrics at k, none of rankings and no average precision`,
          setTable('predicted sets', report),
          overallTable(overallOfSets(report)),
        ];
  return [...blocks, labelTable(report.perLabel, everyLabel)].join('\n\n');
}

function atKTable(atK: readonly AtKValues[]): string {
  const withPsp = atK.some(({ psp }) => psp !== undefined);
  return table(
    ['at k', 'precision', 'recall', 'F1', 'nDCG', ...(withPsp ? ['PSP'] : [])],
    atK.map(({ k, precision, recall, f1, ndcg, psp }) => [
      `${k}`,
      ...[precision, recall, f1, ndcg, ...(psp === undefined ? [] : [psp])].map(rounded),
    ]),
  );
}

function setTable(title: string, summary: SetSummary): string {
  return table(
    [title, ...setColumns],
    averages.map((average) => {
      const { precision, recall, f1, jaccard } = summary[average];
      return [average, ...[precision, recall, f1, jaccard].map(rounded)];
    }),
  );
}

function thresholdTable(byThreshold: readonly ThresholdValues[]): string {
  return table(
    [
      'score > t, for all labels',
      'micro precision',
      'micro recall',
      ...averages.map((average) => `${average} F1`),
      'subset accuracy',
      'Hamming loss',
    ],
    byThreshold.map((values) => [
      `${values.threshold}`,
      ...[
        values.micro.precision,
        values.micro.recall,
        ...averages.map((average) => values[average].f1),
        values.accuracy,
        values.hammingLoss,
      ].map(rounded),
    ]),
  );
}

function overallTable(rows: readonly (readonly [string, number])[]): string {
  return table(
    ['overall', 'value'],
    rows.map(([name, value]) => [name, rounded(value)]),
  );
}

function overallOfSets({ accuracy, hammingLoss }: SetSummary): [string, number][] {
  return [
    ['subset accuracy', accuracy],
    ['Hamming loss', hammingLoss],
  ];
}

function overallOfRankings(ranking: RankingValues): [string, number][] {
  return [
    ['average precision, macro (mAP)', ranking.averagePrecisionMacro],
    ['average precision, micro', ranking.averagePrecisionMicro],
    ['mAP, interpolated', ranking.meanAveragePrecision],
    ['ROC AUC, macro', ranking.rocAucMacro],
    ['ROC AUC, micro', ranking.rocAucMicro],
    ['label ranking average precision', ranking.labelRankingAveragePrecision],
    ['coverage error', ranking.coverageError],
    ['label ranking loss', ranking.labelRankingLoss],
  ];
}

function labelTable(perLabel: readonly (LabelValues | ScoredLabelValues)[], everyLabel: boolean): string {
  const isScored = 'averagePrecision' in perLabel[0];
  const columns = ['label', 'support', ...setColumns, ...(isScored ? ['average precision', 'ROC AUC'] : [])];
  const row = (values: LabelValues | ScoredLabelValues): string[] => [
    values.name === undefined ? `${values.label}` : printable(values.name),
    `${values.support}`,
    ...[values.precision, values.recall, values.f1, values.jaccard].map(rounded),
    ...('averagePrecision' in values ? [values.averagePrecision, values.rocAuc].map(rounded) : []),
  ];
  if (everyLabel) {
    // The sort is stable: of labels as frequent as each other the lower index comes first.
    return table(columns, [...perLabel].sort((a, b) => b.support - a.support).map(row));
  }
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

function thresholdText(threshold: number | readonly number[]): string {
  return typeof threshold === 'number' ? `${threshold}` : 'one per label';
}

/**
 * A name as a cell: without line breaks and other control characters, which would break the table or the
 * terminal.
 */
function printable(name: string): string {
  return name.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').replaceAll('|', '\\|');
}

function rounded(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(4);
}

/** A Markdown table with aligned columns, the first to the left and the others to the right. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, i) =>
    rows.reduce((most, row) => Math.max(most, row[i].length), Math.max(3, title.length)),
  );
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [head, rule, ...rows].map(line).join('\n');
}
