import { activationNamed, applyModelEnd, type ModelEnd } from '@argmaxable/layers';
import { type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { LabelSetResult } from '../report/result.js';
import type { Rule } from '../input/rule.js';

/** Adds to results whether the model predicts them at their witness. */
export type Confirm = (results: readonly LabelSetResult[]) => Promise<LabelSetResult[]>;

/**
 * Confirms results with the model itself: witnesses go through its own layers, in float32 on the current
 * backend, and the rule is applied to the outputs. Only argmaxable sets are confirmed.
 *
 * @param thresholds Thresholds of scores, before the activation; null if all are 0.
 */
export function confirmation(end: ModelEnd, rule: Rule, thresholds: Float64Array | null): Confirm {
  const bounds = rule === 'sign' ? outputThresholds(end, thresholds) : null;
  if (rule === 'sign' && bounds === null) return (results) => Promise.resolve([...results]);
  return async (results) => {
    const asked = results.filter(({ verdict, witness }) => verdict === 'argmaxable' && witness);
    if (asked.length === 0) return [...results];
    const outputs = await outputsAt(end, asked);
    const width = outputs.length / asked.length;
    const confirmed = new Map(
      asked.map((result, place) => {
        const row = outputs.subarray(place * width, (place + 1) * width);
        return [
          result,
          bounds === null ? comesFirst(row, result.labels) : isAbove(row, result.labels, bounds),
        ];
      }),
    );
    return results.map((result) =>
      confirmed.has(result) ? { ...result, confirmed: confirmed.get(result)! } : result,
    );
  };
}

async function outputsAt(end: ModelEnd, results: readonly LabelSetResult[]): Promise<Float32Array> {
  const width = results[0].witness!.length;
  const witnesses = new Float32Array(results.length * width);
  results.forEach(({ witness }, place) => witnesses.set(witness!, place * width));
  const outputs = tidy(() => applyModelEnd(end, tensor2d(witnesses, [results.length, width])));
  try {
    return (await outputs.data()) as Float32Array;
  } finally {
    outputs.dispose();
  }
}

/**
 * The outputs above which labels are predicted: one number, or one for each label; null if they are not
 * known.
 */
function outputThresholds(
  { activation }: ModelEnd,
  thresholds: Float64Array | null,
): number | Float32Array | null {
  if (thresholds === null) return activationNamed(activation)?.signThreshold ?? null;
  if (activation === 'linear') return Float32Array.from(thresholds);
  try {
    return tidy(() => {
      const layer = layers.activation({ activation: activation as 'sigmoid' });
      return (layer.apply(tensor1d(Float32Array.from(thresholds))) as Tensor).dataSync<'float32'>();
    });
  } catch {
    return null; // the activation may have its own arguments, which its name does not show
  }
}

function isAbove(outputs: Float32Array, labels: Int32Array, bounds: number | Float32Array): boolean {
  let next = 0; // labels are ascending
  return outputs.every((output, i) => {
    const isActive = labels[next] === i;
    if (isActive) next++;
    return output > (typeof bounds === 'number' ? bounds : bounds[i]) === isActive;
  });
}

function comesFirst(outputs: Float32Array, labels: Int32Array): boolean {
  const active = new Set(labels);
  let least = Infinity;
  let greatest = -Infinity;
  outputs.forEach((output, i) => {
    if (active.has(i)) least = Math.min(least, output);
    else greatest = Math.max(greatest, output);
  });
  return least > greatest;
}
