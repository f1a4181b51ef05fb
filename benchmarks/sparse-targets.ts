/**
 * A training step's loss and gradient at 20,000 labels: multi-hot targets and the formula in plain tfjs
 * operations, as public code has it; and our losses with multi-hot and with sparse targets, by tfjs's
 * operations in blocks, as on any backend, and by the kernels of @argmaxable/wasm-training. The product that
 * makes the logits is the same in all. Prints the peak of bytes on the backend's heap (logits and targets
 * included) and the time, and writes benchmarks/results/sparse-targets.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/sparse-targets.ts`. Options: --batch COUNT, --labels COUNT,
 * --repeats COUNT.
 */
import { parseArgs } from 'node:util';
import { LabelSets } from '@argmaxable/core';
import { asymmetric, focal, oneVersusAll, pickAllLabels } from '@argmaxable/losses';
import {
  add,
  clipByValue,
  dispose,
  log,
  logSoftmax,
  losses,
  matMul,
  mean,
  mul,
  neg,
  pow,
  randomNormal,
  type Rank,
  setBackend,
  sigmoid,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { heapMeter } from './common/heap-meter.js';
import { withoutOwnKernels } from './common/own-kernels.js';
import { median, writeResults } from './common/results.js';

type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

const { values } = parseArgs({
  options: {
    batch: { type: 'string', default: '1024' },
    labels: { type: 'string', default: '20000' },
    repeats: { type: 'string', default: '5' },
  },
});
const [batch, numLabels, repeats] = [values.batch, values.labels, values.repeats].map(Number);
const active = 5;

/**
 * Mean over examples of the sum over labels: scores of active and inactive labels, each times its focusing
 * weight.
 */
function plainFocusing(activeTerm: (p: Tensor) => Tensor, inactiveTerm: (p: Tensor) => Tensor): LossFunction {
  return (y, z) => {
    const p = sigmoid(z);
    const terms = add(mul(y, activeTerm(p)), mul(sub(1, y), inactiveTerm(p)));
    return neg(mean(sum(terms, 1)));
  };
}
const safeLog = (p: Tensor): Tensor => log(clipByValue(p, 1e-8, 1));

const contestants: Record<string, { plain: LossFunction; ours: LossFunction }> = {
  oneVersusAll: { plain: (y, z) => losses.sigmoidCrossEntropy(y, z), ours: oneVersusAll },
  pickAllLabels: {
    plain: (y, z) => neg(mean(sum(mul(y, logSoftmax(z as Tensor2D)), 1))),
    ours: pickAllLabels,
  },
  focal: {
    plain: plainFocusing(
      (p) => mul(mul(0.25, pow(sub(1, p), 2)), safeLog(p)),
      (p) => mul(mul(0.75, pow(p, 2)), safeLog(sub(1, p))),
    ),
    ours: focal,
  },
  asymmetric: {
    plain: plainFocusing(
      (p) => mul(sub(1, p), safeLog(p)),
      (p) => {
        const right = clipByValue(add(sub(1, p), 0.05), 0, 1);
        return mul(pow(sub(1, right), 4), safeLog(right));
      },
    ),
    ours: asymmetric,
  },
};

await setBackend('wasm');
const peakOf = heapMeter();
// Logits are made in the step, as in training, from few features: so the weights' gradient is small beside
// theirs.
const features = randomNormal<Rank.R2>([batch, 16], 0, 1, 'float32', 1);
const weights = randomNormal<Rank.R2>([16, numLabels], -0.2, 0.5, 'float32', 2);
const labelSets = LabelSets.from(
  Array.from({ length: batch }, (_, i) =>
    Array.from({ length: active }, (_, j) => (i * 37 + j * 101) % numLabels),
  ),
  numLabels,
);

const rows = [];
for (const [name, { plain, ours }] of Object.entries(contestants)) {
  const [multiHot, sparse] = [() => labelSets.toMultiHot(), () => labelSets.toPadded()];
  const ways = [
    { way: 'plain operations', loss: plain, targets: multiHot },
    { way: 'ours by operations, multi-hot', loss: byOperations(ours), targets: multiHot },
    { way: 'ours by operations, sparse', loss: byOperations(ours), targets: sparse },
    { way: 'our kernel, multi-hot', loss: ours, targets: multiHot },
    { way: 'our kernel, sparse', loss: ours, targets: sparse },
  ];
  const measured = [];
  for (const { way, loss, targets } of ways) {
    const yTrue = targets(); // the only one alive, so that no other counts in the peak
    const lossAndGradient = valueAndGrad((w: Tensor) => loss(yTrue, matMul(features, w as Tensor2D)));
    const step = (): number => {
      const { value, grad } = lossAndGradient(weights);
      const result = value.dataSync()[0];
      dispose([value, grad]);
      return result;
    };
    const peakBytes = peakOf(step);
    const times = Array.from({ length: repeats }, () => {
      const started = performance.now();
      step();
      return performance.now() - started;
    });
    measured.push({ way, loss: step(), peakBytes, ms: median(times) });
    yTrue.dispose();
  }
  const [first] = measured;
  for (const { way, loss, peakBytes, ms } of measured) {
    rows.push({
      loss: name,
      way,
      value: Number(loss.toPrecision(6)),
      'peak MB': Number((peakBytes / 1e6).toFixed(1)),
      'of plain': `${((100 * peakBytes) / first.peakBytes).toFixed(1)} %`,
      ms: Number(ms.toFixed(0)),
      'times plain': Number((first.ms / ms).toFixed(2)),
    });
  }
}

console.log(
  `Batch ${batch}, ${numLabels} labels, ${active} active; wasm backend; logits are ${(batch * numLabels * 4) / 1e6} MB; medians of ${repeats}.`,
);
console.table(rows);
writeResults('sparse-targets', { backend: 'wasm', batch, numLabels, active, repeats, rows });

/** A loss chooses between kernel and operations when it is called, for its gradient too. */
function byOperations(loss: LossFunction): LossFunction {
  return (yTrue, yPred) => withoutOwnKernels(() => loss(yTrue, yPred));
}
