import {
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOptions,
  checkString,
  isPlainObject,
  ValueError,
} from '@argmaxable/core';
import { inputDigestFromJson } from '../input/input-digest.js';
import type { ProjectionReach, ReportData } from './report-data.js';
import type { LabelSetResult } from './result.js';
import { resultFromJson, resultToJson } from './result-json.js';
import { record } from './json-record.js';
import { settingsFromJson } from './settings-json.js';
import { verifiedFromJson } from './verified-json.js';

/*
 * A report as JSON, which may come from anywhere, for example from a model's file. Each part is checked, and
 * only known parts are read.
 */

const format = 'argmaxable-report';
const reportVersion = 2;

/** The report as plain JSON data; infinite bounds become strings, because JSON has no infinities. */
export function reportToJson(report: ReportData): object {
  const { verified, settings, milliseconds, outputLayer, guarantee, projection, input } = report;
  return {
    format,
    version: reportVersion,
    outputLayer,
    guarantee,
    projection,
    verified,
    settings,
    milliseconds,
    input,
    results: report.distinct.map(resultToJson),
    order: [...report.order],
  };
}

const names = [
  'format',
  'version',
  'order',
  'input',
  'verified',
  'settings',
  'milliseconds',
  'outputLayer',
  'guarantee',
  'projection',
  'results',
] as const;

/** @throws ValueError for data that cannot come from `reportToJson`. */
export function reportFromJson(json: unknown): ReportData {
  if (!isPlainObject(json) || json.format !== format || json.version !== reportVersion) {
    throw new ValueError(
      'json',
      json,
      `a report as VerifyReport.toJSON returns it, version ${reportVersion}`,
    );
  }
  const data = checkOptions('a report', json, names);
  const verified = verifiedFromJson(data.verified);
  if (!Array.isArray(data.results)) throw new ValueError('results', data.results, 'an array of results');
  const distinct = Array.from(data.results as readonly unknown[], (result, i) =>
    resultFromJson(result, `results[${i}]`, verified.numLabels),
  );
  checkDistinct(distinct);
  return {
    distinct,
    verified,
    order: readOrder(data.order, distinct.length),
    input: inputDigestFromJson(data.input),
    settings: settingsFromJson(data.settings, verified),
    milliseconds: checkNumber('milliseconds', data.milliseconds, { min: 0 }),
    outputLayer: textOrNull('outputLayer', data.outputLayer),
    guarantee: textOrNull('guarantee', data.guarantee),
    projection: projectionFromJson(data.projection),
    classifier: null,
  };
}

function checkDistinct(results: readonly LabelSetResult[]): void {
  const seen = new Map<string, number>();
  for (const [i, { labels }] of results.entries()) {
    const key = labels.join();
    if (seen.has(key)) {
      throw new ValueError(
        `results[${i}]`,
        `the set of results[${seen.get(key)}]`,
        'about a set that no other result is about',
      );
    }
    seen.set(key, i);
  }
}

function readOrder(given: unknown, results: number): Int32Array {
  if (!Array.isArray(given)) throw new ValueError('order', given, 'an array of indices of results');
  const places = { min: 0, max: results - 1 };
  return Int32Array.from(given, (place, i) => checkInteger(`order[${i}]`, place, places));
}

function projectionFromJson(json: unknown): ProjectionReach | null {
  if (json === null) return null;
  const names = ['inputs', 'features', 'rank', 'carries'] as const;
  const given = checkOptions('projection', record('projection', json), names);
  const count = (name: 'inputs' | 'features' | 'rank', min: number) =>
    checkInteger(`projection.${name}`, given[name], { min });
  return {
    inputs: count('inputs', 1),
    features: count('features', 1),
    rank: count('rank', 0),
    carries: checkBoolean('projection.carries', given.carries),
  };
}

function textOrNull(argument: string, json: unknown): string | null {
  return json === null ? null : checkString(argument, json, 'a string, or null');
}
