import { isPlainObject, ValueError } from '@argmaxable/core';
import type { LabelSetResult } from './result.js';
import { VerifyReport } from './verify-report.js';
import { setsInShard, type Shard, wholeInput } from '../input/shard.js';

/**
 * Joins the reports of all shards of one input, in any order. The result is the same report as that of one
 * run, with the times added. Only bounds on radii can differ where they prove more than the verdict, because
 * the solver starts from what it learned from earlier sets. A set that one shard decided and another left
 * undecided is decided.
 *
 * Each report has a hash of all label sets that its run was given, including those of the other shards, so
 * that a shard of another input is detected.
 *
 * @throws ValueError naming the report that does not fit, such as `reports[1]`: it is about other weights,
 *   settings or label sets; a shard is missing, is given twice, or is one of another number of shards; its
 *   results do not fit its order; verdicts contradict each other.
 *
 * @example
 * import { mergeReports, verifyMatrix } from '@argmaxable/verify';
 * const sets = [[0], [1], [0, 1]];
 * const halves = ['1/2', '2/2'].map((shard) => verifyMatrix({ weights: [[1], [2]] }, sets, { shard }));
 * mergeReports(await Promise.all(halves)).counts; // the same as in one run
 */
export function mergeReports(reports: readonly VerifyReport[]): VerifyReport {
  if (!Array.isArray(reports) || reports.length === 0) {
    throw new ValueError('reports', reports, 'an array of reports, one or more');
  }
  const shards = Array.from(reports as readonly unknown[], checkShard);
  const [first] = shards;
  shards.forEach((shard, i) => checkFits(shard, first, i));
  const byIndex = orderShards(shards);
  const placeOf = new Map<string, number>();
  const distinct: LabelSetResult[] = [];
  const order = Int32Array.from({ length: first.input.sets }, (_, place) => {
    const { report } = byIndex[place % byIndex.length];
    const result = report.distinct[report.order[Math.floor(place / byIndex.length)]];
    const key = result.labels.join();
    const known = placeOf.get(key);
    if (known !== undefined) {
      distinct[known] = agreed(distinct[known], result);
      return known;
    }
    placeOf.set(key, distinct.length);
    return distinct.push(result) - 1;
  });
  const milliseconds = shards.reduce((sum, { report }) => sum + report.milliseconds, 0);
  const settings = { ...first.report.settings, shard: undefined };
  return new VerifyReport({ ...first.report, distinct, order, settings, milliseconds });
}

/** A report that is consistent in itself. */
interface CheckedShard {
  readonly report: VerifyReport;
  readonly shard: Shard;
  readonly input: { readonly sets: number; readonly hash: string };
}

function checkShard(report: unknown, i: number): CheckedShard {
  const name = `reports[${i}]`;
  if (!(report instanceof VerifyReport)) {
    throw new ValueError(name, report, 'a VerifyReport', 'Read JSON with VerifyReport.fromJSON.');
  }
  for (const [part, value] of Object.entries({ settings: report.settings, verified: report.verified })) {
    if (!isPlainObject(value)) {
      throw new ValueError(`${part} of ${name}`, value, 'an object, as `verify` returns it');
    }
  }
  const shard = (
    report.settings.shard === undefined ? wholeInput : report.settings.shard
  ) as Partial<Shard> | null;
  const { index, of } = shard ?? {};
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(of) || !(index! >= 1 && index! <= of!)) {
    throw new ValueError(`the shard of ${name}`, shard, '{ index, of }, integers with 1 <= index <= of');
  }
  const { input } = report;
  if (input === null || input.hash === null) {
    throw new ValueError(
      name,
      'a report without a hash of its label sets',
      'a report with a hash of its label sets',
      'Verify them anew: with this version, in browsers on a page that is served securely.',
    );
  }
  const checked = { report, shard: shard as Shard, input: { sets: input.sets, hash: input.hash } };
  checkResults(checked, name);
  return checked;
}

/**
 * Whether a report's results are those of its shard: each set of the order has one, and there are no others.
 */
function checkResults({ report, shard, input }: CheckedShard, name: string): void {
  const { distinct, order, verified } = report;
  const sets = setsInShard(input.sets, shard);
  if (order.length !== sets) {
    const allowed = `of ${sets} label sets, as many as shard ${words(shard)} of ${input.sets} has`;
    throw new ValueError(name, `${order.length} label sets`, allowed);
  }
  const isGiven = new Uint8Array(distinct.length);
  for (const place of order) {
    if (!(place >= 0 && place < distinct.length)) {
      throw new ValueError(`order of ${name}`, place, `places of its ${distinct.length} results`);
    }
    isGiven[place] = 1;
  }
  const surplus = isGiven.indexOf(0);
  if (surplus >= 0) {
    throw new ValueError(name, setWords(distinct[surplus]), 'about the sets in its order only');
  }
  const seen = new Set<string>();
  for (const result of distinct) {
    const outside = result.labels.find((label) => !(label >= 0 && label < verified.numLabels));
    if (outside !== undefined) {
      throw new ValueError(`labels of ${name}`, outside, `from 0 to ${verified.numLabels - 1}`);
    }
    const key = result.labels.join();
    if (seen.has(key)) throw new ValueError(name, setWords(result), 'about each label set once');
    seen.add(key);
  }
}

function checkFits({ report, input }: CheckedShard, first: CheckedShard, i: number): void {
  const name = `reports[${i}]`;
  const differ = (given: object, other: object): string | undefined => {
    const keys = [...new Set([...Object.keys(given), ...Object.keys(other)])];
    const valueOf = (object: object, key: string) => JSON.stringify(object[key as keyof object]);
    return keys.find((key) => valueOf(given, key) !== valueOf(other, key));
  };
  if (differ(report.verified, first.report.verified) !== undefined) {
    throw new ValueError(name, 'another', 'about the same weights as reports[0]');
  }
  const settings = ({ report }: CheckedShard) => ({ ...report.settings, shard: undefined });
  const setting = differ({ ...report.settings, shard: undefined }, settings(first));
  if (setting !== undefined) {
    throw new ValueError(name, `another ${setting}`, 'about the same settings as reports[0]');
  }
  if (input.hash !== first.input.hash || input.sets !== first.input.sets) {
    throw new ValueError(
      name,
      'a shard of others',
      'about the same label sets as reports[0], in the same order',
      'Give each run the same label file.',
    );
  }
}

/** @throws ValueError unless each shard is there once. */
function orderShards(shards: readonly CheckedShard[]): readonly CheckedShard[] {
  const [first] = shards;
  const { of } = first.shard;
  const placeOf = new Map<number, number>();
  shards.forEach(({ shard }, i) => {
    const name = `reports[${i}]`;
    if (shard.of !== of) {
      throw new ValueError(name, `shard ${words(shard)}`, `one of ${of} shards, as reports[0] is`);
    }
    const before = placeOf.get(shard.index);
    if (before !== undefined) {
      const allowed = `another shard than reports[${before}]`;
      throw new ValueError(name, `shard ${words(shard)} once more`, allowed);
    }
    placeOf.set(shard.index, i);
  });
  for (let index = 1; index <= of; index++) {
    if (placeOf.has(index)) continue;
    const given = `${shards.length} of them, without shard ${words({ index, of })}`;
    throw new ValueError('reports', given, `all ${of} shards of one input`);
  }
  return Array.from({ length: of }, (_, k) => shards[placeOf.get(k + 1)!]);
}

function agreed(one: LabelSetResult, other: LabelSetResult): LabelSetResult {
  if (other.verdict === 'undecided' || other.verdict === one.verdict) return one;
  if (one.verdict === 'undecided') return other;
  const given = `'${one.verdict}' and '${other.verdict}' for ${setWords(one)}`;
  throw new ValueError('verdicts of the reports', given, 'the same about the same label set');
}

function words({ index, of }: Shard): string {
  return `${index}/${of}`;
}

function setWords({ labels }: LabelSetResult): string {
  const shown = labels.subarray(0, 8).join(', ');
  return `{${shown}${labels.length > 8 ? ', ...' : ''}}`;
}
