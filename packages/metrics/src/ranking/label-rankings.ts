import type { Row } from '../metric/state.js';
import { type RankedPositives, rankPositives } from '../batch/ranked-positives.js';

/** The scores and the active labels of each example. */
export interface ScoredRows {
  readonly scores: readonly Row[];
  readonly active: readonly Row[];
}

/**
 * Rankings of examples by each label's scores, and of all pairs of an example and a label. Each is made when
 * it is first needed.
 */
export class LabelRankings {
  private readonly positives: number[][];
  private labels?: readonly RankedPositives[];
  private all?: RankedPositives;

  constructor(private readonly rows: ScoredRows) {
    const { scores, active } = rows;
    this.positives = Array.from({ length: scores[0].length }, (): number[] => []);
    active.forEach((labels, i) => {
      for (let j = 0; j < labels.length; j++) this.positives[labels[j]].push(scores[i][labels[j]]);
    });
  }

  /** The ranking of the examples by each label's scores: [n]. */
  get byLabel(): readonly RankedPositives[] {
    const { scores } = this.rows;
    return (this.labels ??= this.positives.map((positives, label) => {
      // Without positives the scores are not needed; if there are many labels, most may have no positives.
      const column = positives.length === 0 ? [] : [Float64Array.from(scores, (row) => row[label])];
      return rankPositives(Float64Array.from(positives), column, scores.length);
    }));
  }

  /** The one ranking of all pairs of an example and a label. */
  get pooled(): RankedPositives {
    const { scores } = this.rows;
    const positives = Float64Array.from(this.positives.flat());
    return (this.all ??= rankPositives(positives, scores, scores.length * this.positives.length));
  }
}
