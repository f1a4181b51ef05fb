import type { Multipliers } from './certificate/multipliers.js';
import type { LabelSetResult } from './report.js';

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
    ...(multipliers ? { multipliers: plain(multipliers) } : {}),
  };
}

export function resultFromJson({
  labels,
  radius,
  witness,
  multipliers,
  ...rest
}: ResultJson): LabelSetResult {
  return {
    labels: Int32Array.from(labels),
    radius: { lower: Number(radius[0]), upper: Number(radius[1]) },
    ...rest,
    ...(witness ? { witness: Float64Array.from(witness) } : {}),
    ...(multipliers
      ? {
          multipliers: {
            rows: Int32Array.from(multipliers.rows),
            ...(multipliers.against ? { against: Int32Array.from(multipliers.against) } : {}),
            values: Float64Array.from(multipliers.values),
          },
        }
      : {}),
  };
}

function plain({ rows, against, values }: Multipliers): NonNullable<ResultJson['multipliers']> {
  return { rows: [...rows], ...(against ? { against: [...against] } : {}), values: [...values] };
}

function toJsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
