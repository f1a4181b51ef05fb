import { type Average, checkAverage } from '../label-sets/options.js';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';
import { checkZeroDivision, type ZeroDivisionOption, zeroDivisionSuffix } from '../metric/zero-division.js';

/** Options of a ranking metric that is averaged. */
export interface RankingOptions extends MetricOptions, ZeroDivisionOption {
  /**
   * 'macro' (default), 'micro' (one ranking of all pairs of an example and a label), 'weighted' or 'samples'
   * (each example ranks the labels); see `Average`.
   */
  readonly average?: Average;
}

export type CheckedRankingOptions = Required<RankingOptions>;

export const rankingOptions = optionReader<RankingOptions>({
  average: checkAverage,
  zeroDivision: (zeroDivision = NaN) => checkZeroDivision(zeroDivision),
});

/** The key of an averaged metric, such as 'macroRocAuc' for the name 'RocAuc'. */
export function rankingKey(name: string, { average, zeroDivision }: CheckedRankingOptions): string {
  return `${average}${name}${zeroDivisionSuffix({ zeroDivision }, NaN)}`;
}
