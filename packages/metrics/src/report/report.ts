import { toCsv, toJsonNumber } from '@argmaxable/core';
import { type AtKValues, atKTable } from './at-k-table.js';
import { labelTable, type LabelValues, type ScoredLabelValues } from './label-table.js';
import { overallOfRankings, overallOfSets, overallTable, type RankingValues } from './overall-table.js';
import { setTable, type SetSummary, type SetValues } from './set-table.js';
import { thresholdTable, type ThresholdValues } from './threshold-table.js';

type Methods = 'toString' | 'toJSON' | 'perLabelCsv';

/**
 * The result of `multiLabelReport` for predicted label sets. These have no scores, so there are no metrics at
 * k or of rankings.
 */
export class LabelSetReport implements SetSummary {
  declare readonly examples: number;
  declare readonly labels: number;
  declare readonly micro: SetValues;
  declare readonly macro: SetValues;
  declare readonly weighted: SetValues;
  declare readonly samples: SetValues;
  declare readonly hammingLoss: number;
  /** Subset accuracy. */
  declare readonly accuracy: number;
  /** The values of each label, by its index. */
  declare readonly perLabel: readonly LabelValues[];
  /** Whether `toString` lists all labels. */
  readonly #everyLabel: boolean;

  /** @param everyLabel Whether `toString` lists all labels. */
  constructor(values: Omit<LabelSetReport, Methods>, everyLabel: boolean) {
    Object.assign(this, values);
    this.#everyLabel = everyLabel;
  }

  /**
   * Returns the report as Markdown tables. They list all labels if there are at most 20, else those with the
   * best and the worst F1; with `perLabel: true` every label, the most frequent first.
   */
  toString(): string {
    return [...this.blocks(), labelTable(this.perLabel, this.#everyLabel)].join('\n\n');
  }

  /**
   * Returns plain values. `JSON.stringify` writes NaN as null; infinite thresholds are the words 'Infinity'
   * and '-Infinity'.
   */
  toJSON(): object {
    return { ...this };
  }

  /**
   * Returns `perLabel` as CSV (RFC 4180, see `toCsv` of @argmaxable/core): a line of column names, then one
   * line per label, by its index. The columns are label, name (if names were given), support, precision,
   * recall, f1, jaccard and, for scores, averagePrecision and rocAuc. A value that is not defined is an empty
   * field. Names are written unchanged: import them into a spreadsheet as text.
   */
  perLabelCsv(): string {
    const columns = Object.keys(this.perLabel[0]) as (keyof LabelValues)[];
    return toCsv([columns, ...this.perLabel.map((values) => columns.map((column) => values[column]))]);
  }

  /** The parts of the text above the table of labels. @internal */
  protected blocks(): string[] {
    return [
      `${headOf(this)}; the predictions are label sets, not scores, so there are no metrics at k or of rankings`,
      setTable('predicted sets', this),
      overallTable(overallOfSets(this)),
    ];
  }
}

/** The result of `multiLabelReport` for scores: plain values, and tables as text. */
export class MultiLabelReport extends LabelSetReport {
  /** The threshold that the scores were compared with. */
  declare readonly threshold: number | readonly number[];
  /** The values for each of `thresholds`, in the order given; absent if none were given. */
  declare readonly byThreshold?: readonly ThresholdValues[];
  declare readonly atK: readonly AtKValues[];
  declare readonly rPrecision: number;
  declare readonly ranking: RankingValues;
  declare readonly perLabel: readonly ScoredLabelValues[];

  constructor(values: Omit<MultiLabelReport, Methods>, everyLabel: boolean) {
    super(values, everyLabel);
  }

  override toJSON(): object {
    const { threshold, byThreshold } = this;
    return {
      ...this,
      threshold: typeof threshold === 'number' ? toJsonNumber(threshold) : threshold.map(toJsonNumber),
      ...(byThreshold && {
        byThreshold: byThreshold.map((values) => ({ ...values, threshold: toJsonNumber(values.threshold) })),
      }),
    };
  }

  /** @internal */
  protected override blocks(): string[] {
    const threshold = typeof this.threshold === 'number' ? `${this.threshold}` : 'one per label';
    return [
      headOf(this),
      atKTable(this.atK),
      setTable(`score > ${threshold}`, this),
      ...(this.byThreshold ? [thresholdTable(this.byThreshold)] : []),
      overallTable([
        ['R-precision', this.rPrecision],
        ...overallOfSets(this),
        ...overallOfRankings(this.ranking),
      ]),
    ];
  }
}

function headOf({ examples, labels }: LabelSetReport): string {
  return `${examples} examples, ${labels} labels`;
}
