import {
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkString,
  isPlainObject,
  readNumbers,
  toJsonNumber,
  ValueError,
  type Verdict,
} from '@argmaxable/core';
import { formatFlaw, type TheoremCertificate } from '../certificate/format.js';
import type { Multipliers } from '../certificate/multipliers.js';
import type { About } from '../input/subject.js';
import type { LabelSetResult } from './result.js';

/** A result as plain data of JSON. Infinite bounds become strings, because JSON has no infinities. */
export type ResultJson = Omit<LabelSetResult, 'labels' | 'radius' | 'witness' | 'multipliers'> & {
  labels: number[];
  radius: [number | string, number | string];
  witness?: number[];
  multipliers?: { rows: number[]; against?: number[]; values: number[] };
};

export function resultToJson({ labels, radius, witness, multipliers, ...rest }: LabelSetResult): ResultJson {
  return {
    labels: [...labels],
    radius: [toJsonNumber(radius.lower), toJsonNumber(radius.upper)],
    ...rest,
    ...(witness ? { witness: [...witness] } : {}),
    ...(multipliers ? { multipliers: multipliersToJson(multipliers) } : {}),
  };
}

const names = [
  'labels',
  'verdict',
  'radius',
  'method',
  'witness',
  'multipliers',
  'theorem',
  'guaranteed',
  'guaranteedAbout',
  'confirmed',
  'failure',
  'milliseconds',
] as const satisfies (keyof LabelSetResult)[];

/** The possible methods for each verdict. */
const methods = {
  argmaxable: ['witness'],
  unargmaxable: ['multipliers'],
  undecided: ['none', 'theorem'],
} as const satisfies Record<Verdict, readonly LabelSetResult['method'][]>;

/**
 * A result from parsed JSON of `resultToJson`. Its form is checked, not its content.
 *
 * @param argument Its name in messages, such as `results[3]`.
 * @throws ValueError for anything else.
 */
export function resultFromJson(json: unknown, argument: string, numLabels: number): LabelSetResult {
  if (!isPlainObject(json)) throw new ValueError(argument, json, 'an object with labels, verdict and radius');
  const given = checkOptions(argument, json, names);
  const verdict = checkOneOf(`${argument}.verdict`, given.verdict, Object.keys(methods) as Verdict[]);
  const { witness, multipliers, theorem, guaranteed, guaranteedAbout, confirmed, failure } = given;
  return {
    labels: labelsFromJson(given.labels, `${argument}.labels`, numLabels),
    radius: readRadius(given.radius, `${argument}.radius`),
    verdict,
    method: checkOneOf<LabelSetResult['method']>(`${argument}.method`, given.method, methods[verdict]),
    ...(theorem === undefined ? {} : { theorem: readTheorem(theorem, `${argument}.theorem`) }),
    ...(guaranteed === undefined ? {} : { guaranteed: checkBoolean(`${argument}.guaranteed`, guaranteed) }),
    ...(guaranteedAbout === undefined
      ? {}
      : {
          guaranteedAbout: checkOneOf<About>(`${argument}.guaranteedAbout`, guaranteedAbout, [
            'model',
            'classifier',
          ]),
        }),
    ...(confirmed === undefined ? {} : { confirmed: checkBoolean(`${argument}.confirmed`, confirmed) }),
    ...(failure === undefined ? {} : { failure: checkString(`${argument}.failure`, failure) }),
    milliseconds: checkNumber(`${argument}.milliseconds`, given.milliseconds, { min: 0 }),
    ...(witness === undefined
      ? {}
      : { witness: Float64Array.from(readNumbers(`${argument}.witness`, witness)) }),
    ...(multipliers === undefined
      ? {}
      : { multipliers: readMultipliers(multipliers, `${argument}.multipliers`, numLabels) }),
  };
}

function labelsFromJson(given: unknown, argument: string, numLabels: number): Int32Array {
  if (!Array.isArray(given)) throw new ValueError(argument, given, 'an array of labels, ascending');
  for (const [place, label] of given.entries()) {
    const allowed = { min: place === 0 ? 0 : (given[place - 1] as number) + 1, max: numLabels - 1 };
    checkInteger(`${argument}[${place}]`, label, allowed, 'Labels are ascending.');
  }
  return Int32Array.from(given as number[]);
}

function readRadius(given: unknown, argument: string): LabelSetResult['radius'] {
  const isBound = (bound: unknown): boolean =>
    bound === 'Infinity' || bound === '-Infinity' || Number.isFinite(bound);
  if (!Array.isArray(given) || given.length !== 2 || !given.every(isBound)) {
    throw new ValueError(argument, given, "two bounds, each a number, 'Infinity' or '-Infinity'");
  }
  const [lower, upper] = (given as unknown[]).map(Number);
  if (!(lower <= upper)) {
    throw new ValueError(argument, given, 'a lower bound and an upper bound, with lower <= upper');
  }
  return { lower, upper };
}

function readMultipliers(given: unknown, argument: string, numLabels: number): Multipliers {
  if (!isPlainObject(given)) throw new ValueError(argument, given, 'an object with rows and values');
  const { rows, against, values, ...others } = given;
  const flaw = formatFlaw({
    ...{ format: 'argmaxable-certificate', version: 2, kind: 'multipliers' },
    ...{ ...others, rows, values },
    ...(against === undefined ? {} : { against }),
  });
  if (flaw !== null) throw new ValueError(argument, given, `well-formed: ${flaw}`);
  const labels = (list: unknown, name: string): Int32Array => {
    (list as number[]).forEach((label, place) =>
      checkInteger(`${argument}.${name}[${place}]`, label, { min: 0, max: numLabels - 1 }),
    );
    return Int32Array.from(list as number[]);
  };
  return {
    rows: labels(rows, 'rows'),
    ...(against === undefined ? {} : { against: labels(against, 'against') }),
    values: Float64Array.from(readNumbers(`${argument}.values`, values)),
  };
}

function readTheorem(given: unknown, argument: string): TheoremCertificate {
  const flaw = formatFlaw(given) ?? ((given as { kind: string }).kind === 'theorem' ? null : 'no theorem');
  if (flaw !== null) throw new ValueError(argument, given, `a theorem's certificate: ${flaw}`);
  return given as TheoremCertificate;
}

function multipliersToJson({ rows, against, values }: Multipliers): NonNullable<ResultJson['multipliers']> {
  return { rows: [...rows], ...(against ? { against: [...against] } : {}), values: [...values] };
}
