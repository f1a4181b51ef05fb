import type { DFTOutput, OutputLayer } from '@argmaxable/layers';
import { dftCertificate, type TheoremCertificate } from './certificate/format.js';
import { trigonometricWitness } from './certificate/trigonometric-witness.js';
import { witnessLowerBound } from './certificates.js';
import type { Classifier } from './classifier.js';
import { pauses } from './pauses.js';
import type { LabelSetResult, VerifyReport } from './report.js';
import type { VerifyOptions } from './verify-options.js';

/**
 * Results with what the theorem of their layer says: `guaranteed`, about the ideal matrix.
 *
 * Covered sets of a DFT layer that the solvers left undecided are tried with the theorem's own witness on the stored numbers.
 * Where it fails there, the theorem is all that is known: `method` says so, and the set stays undecided.
 */
export async function withGuarantee(
  { distinct, classifier }: VerifyReport,
  layer: OutputLayer,
  { certificates, signal }: VerifyOptions,
): Promise<LabelSetResult[]> {
  const { covers } = layer.guarantee();
  const theorem = theoremOf(layer, classifier!);
  const pause = pauses();
  const results: LabelSetResult[] = [];
  for (const found of distinct) {
    const result = { ...found, guaranteed: covers(found.labels) };
    if (theorem === null || !result.guaranteed || result.verdict !== 'undecided') {
      results.push(result);
      continue;
    }
    signal?.throwIfAborted();
    results.push(settle(result, classifier!, theorem, certificates ?? false));
    await pause();
  }
  return results;
}

/** The theorem of a DFT layer as a certificate; null for other layers, and where thresholds act as a bias. */
function theoremOf(layer: OutputLayer, { bias }: Classifier): TheoremCertificate | null {
  if (layer.getClassName() !== 'DFTOutput' || bias?.some((value) => value !== 0)) return null;
  const { units, k, labelOrder } = layer as DFTOutput;
  return dftCertificate(units, k, labelOrder);
}

function settle(
  result: LabelSetResult,
  classifier: Classifier,
  theorem: TheoremCertificate,
  certificates: boolean,
): LabelSetResult {
  const started = performance.now();
  const witness = explicitWitness(result.labels, classifier, theorem);
  const lower = witness ? witnessLowerBound(classifier, result.labels, witness) : -Infinity;
  const milliseconds = result.milliseconds + performance.now() - started;
  if (lower <= 0) return { ...result, method: 'theorem', ...(certificates ? { theorem } : {}), milliseconds };
  const radius = { ...result.radius, lower };
  const proof = certificates ? { witness: witness! } : {};
  return { ...result, verdict: 'argmaxable', method: 'witness', radius, ...proof, milliseconds };
}

/** The polynomial of the theorem's proof, as features of the whole classifier: 0 beside the DFT columns. */
function explicitWitness(
  labels: Int32Array,
  { numFeatures, box }: Classifier,
  { n, k, labelOrder }: TheoremCertificate,
): Float64Array | null {
  const active = new Set(labels);
  const places = labelOrder
    ? [...labelOrder.keys()].filter((place) => active.has(labelOrder[place]))
    : labels;
  const coefficients = trigonometricWitness(n, k, places)?.witness;
  if (!coefficients) return null;
  const x = new Float64Array(numFeatures);
  coefficients.forEach((value, j) => (x[j] = value * box));
  return x;
}
