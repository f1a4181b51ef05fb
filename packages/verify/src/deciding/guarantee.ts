import { dot } from '@argmaxable/core';
import type { DFTOutput, OutputLayer } from '@argmaxable/layers';
import { leastOf } from '../linear-algebra/long-arrays.js';
import { carriesTheorem } from '../certificate/theorem/dft-theorem.js';
import { dftCertificate, type TheoremCertificate } from '../certificate/format.js';
import { trigonometricWitness } from '../certificate/theorem/trigonometric-witness.js';
import { nothingProved } from '../certificate/bounds/proved-bounds.js';
import { witnessLowerBound } from '../certificate/bounds/witness-bound.js';
import type { Classifier } from '../input/classifier.js';
import type { ModelSubject } from '../input/model-subject.js';
import type { ProjectionReach } from '../report/report-data.js';
import { pauses } from './pauses.js';
import { verdictOf } from './verdict.js';
import type { LabelSetResult } from '../report/result.js';
import type { VerifyReport } from '../report/verify-report.js';
import type { VerifyOptions } from '../input/verify-options.js';

/**
 * Adds to results what the theorem of their layer says: `guaranteed`, in exact arithmetic, and whether this
 * is about the model or about its last matrix alone. Theorems are about features of any sign and size; they
 * are about the model if its projection gives all such features.
 *
 * For covered sets of a DFT matrix that the solvers left undecided, the theorem's own witness is tried with
 * the stored numbers. If it fails, only the theorem is known: `method` says so, and the set stays undecided.
 */
export async function withGuarantee(
  { distinct, settings }: VerifyReport,
  layer: OutputLayer,
  { classifier, about, projection, end }: ModelSubject & { readonly projection: ProjectionReach | null },
  { certificates, signal }: VerifyOptions,
): Promise<LabelSetResult[]> {
  const { covers } = layer.guarantee();
  const carries =
    projection === null ? isUnbounded(classifier) && end.before.length === 0 : projection.carries;
  const guaranteedAbout = about === 'model' && carries ? 'model' : 'classifier';
  const theorem = theoremOf(layer, classifier);
  const pause = pauses();
  const results: LabelSetResult[] = [];
  for (const found of distinct) {
    const guaranteed = covers(found.labels);
    const result = { ...found, guaranteed, ...(guaranteed ? ({ guaranteedAbout } as const) : {}) };
    if (theorem === null || !guaranteed || result.verdict !== 'undecided') {
      results.push(result);
      continue;
    }
    signal?.throwIfAborted();
    results.push(settle(result, classifier, theorem, settings.eps, certificates ?? false));
    await pause();
  }
  return results;
}

/**
 * The theorem of a DFT layer as a certificate about these numbers; null for other layers, and if the theorem
 * is not about these numbers.
 */
function theoremOf(layer: OutputLayer, classifier: Classifier): TheoremCertificate | null {
  if (layer.getClassName() !== 'DFTOutput' || classifier.projection !== null) return null;
  if (!carriesTheorem(classifier)) return null;
  const { units, k, labelOrder } = layer as DFTOutput;
  return dftCertificate(units, k, labelOrder);
}

function isUnbounded({ range: { lower, upper } }: Classifier): boolean {
  return lower.every((end) => end === -Infinity) && upper.every((end) => end === Infinity);
}

function settle(
  result: LabelSetResult,
  classifier: Classifier,
  theorem: TheoremCertificate,
  eps: number | null,
  certificates: boolean,
): LabelSetResult {
  const started = performance.now();
  const witness = explicitWitness(result.labels, classifier, theorem);
  const lower = witness ? witnessLowerBound(classifier, result.labels, witness) : -Infinity;
  const settled = verdictOf(lower, nothingProved, eps);
  const milliseconds = result.milliseconds + performance.now() - started;
  if (settled.verdict === 'undecided') {
    return { ...result, method: 'theorem', ...(certificates ? { theorem } : {}), milliseconds };
  }
  const radius = { ...result.radius, lower };
  const proof = certificates ? { witness: witness! } : {};
  return { ...result, ...settled, radius, ...proof, milliseconds };
}

/**
 * The polynomial of the theorem's proof, as features of the whole classifier within its range: features of
 * other columns than those of the DFT are 0.
 */
function explicitWitness(
  labels: Int32Array,
  classifier: Classifier,
  { n, k, labelOrder }: TheoremCertificate,
): Float64Array | null {
  const active = new Set(labels);
  const places = labelOrder
    ? [...labelOrder.keys()].filter((place) => active.has(labelOrder[place]))
    : labels;
  const coefficients = trigonometricWitness(n, k, places)?.witness;
  if (!coefficients) return null;
  const { numFeatures, range } = classifier;
  const x = new Float64Array(numFeatures);
  // It is as large as a bounded range allows, or else as a bias needs.
  const room = coefficients.map((value, j) =>
    value === 0 ? Infinity : (value > 0 ? range.upper[j] : range.lower[j]) / value,
  );
  const most = leastOf(room);
  const scale = Number.isFinite(most) ? most : outweighing(classifier, active, coefficients);
  coefficients.forEach((value, j) => (x[j] = value * scale));
  return x;
}

/** By what to multiply features for their scores to be twice what a bias on the other side is, or more. */
function outweighing(
  { numFeatures, weights, bias }: Classifier,
  active: ReadonlySet<number>,
  features: ArrayLike<number>,
): number {
  let most = 1 / 2;
  bias?.forEach((value, label) => {
    if (active.has(label) ? value >= 0 : value <= 0) return;
    const from = label * numFeatures;
    const score = dot(weights.subarray(from, from + features.length), features);
    most = Math.max(most, Math.abs(value / score));
  });
  return Number.isFinite(most) ? 2 * most : 1;
}
