import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { kernels, LabelSets } from '@argmaxable/core';
import {
  getKernel,
  memory,
  profile,
  randomNormal,
  registerKernel,
  setBackend,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
  unregisterKernel,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { allLosses, asymmetric, focal, oneVersusAll, pickAllLabels } from '../src/index.js';
import { blocksOf } from '../src/blocks/blocks.js';

test('blocks cover every row once, and are of a million bytes or one row', () => {
  for (const [rows, n] of [
    [1, 1],
    [7, 100_000],
    [1000, 1000],
    [3, 10_000_000],
  ] as const) {
    // prettier-ignore
    const blocks = blocksOf([rows, n]);
    expect(blocks[0].start).toBe(0);
    expect(blocks.at(-1)!.end).toBe(rows);
    blocks.forEach(({ start, end }, i) => {
      expect(start).toBe(i === 0 ? 0 : blocks[i - 1].end);
      expect(end).toBeGreaterThan(start);
      expect(end - start === 1 || (end - start) * n <= 2 ** 18).toBe(true);
    });
  }
});

const [size, numLabels] = [3, 100_000]; // two blocks, of two rows and one
const sets = LabelSets.from([[0, 99_999], [], [1, 5, 70_000]], numLabels);

/** Values and gradient of batch and of its rows one by one, whose blocks are the whole. */
function compare(
  loss: (yTrue: Tensor, yPred: Tensor) => Tensor,
  targets: (sets: LabelSets) => Tensor2D,
): void {
  const before = memory().numTensors;
  tidy(() => {
    const logits = randomNormal([size, numLabels], -1, 3, 'float32', 1);
    const { value, grad } = valueAndGrad((z: Tensor) => loss(targets(sets), z))(logits);
    const gradient = grad.dataSync();
    for (let i = 0; i < size; i++) {
      const row = tensor2d(logits.dataSync().slice(i * numLabels, (i + 1) * numLabels), [1, numLabels]);
      const alone = valueAndGrad((z: Tensor) => loss(targets(sets.select([i])), z))(row);
      expect(alone.value.dataSync()[0]).toBe(value.dataSync()[i]);
      const expected = alone.grad.dataSync();
      const start = i * numLabels;
      expect(expected.every((entry, j) => entry === gradient[start + j])).toBe(true);
    }
  });
  expect(memory().numTensors).toBe(before);
}

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(() => setBackend(backend));

  test.each(['oneVersusAll', 'pickAllLabels', 'zlpr'])('%s of several blocks is that of its rows', (name) => {
    const loss = allLosses.find(({ lossName }) => lossName === name)!.with({ reduction: 'none' });
    compare(loss, (sets) => sets.toPadded());
    compare(loss, (sets) => sets.toMultiHot());
  });

  test('and so it is where the memory of tensors is out of reach', () => {
    const rowKernels = [kernels.readRows, kernels.writeRows].map(({ name }) => getKernel(name, backend));
    rowKernels.forEach(({ kernelName }) => unregisterKernel(kernelName, backend));
    try {
      compare(oneVersusAll.with({ reduction: 'none' }), (sets) => sets.toPadded());
    } finally {
      rowKernels.forEach(registerKernel);
    }
  });

  test('counts over several blocks are those of one', () => {
    const before = memory().numTensors;
    tidy(() => {
      const loss = allLosses
        .find(({ lossName }) => lossName === 'smoothAccuracy')!
        .with({ reduction: 'none' });
      const logits = randomNormal([size, numLabels], -1, 3, 'float32', 1);
      const [dense, sparse] = [sets.toMultiHot(), sets.toPadded()].map((targets) =>
        valueAndGrad((z: Tensor) => loss(targets, z))(logits),
      );
      const values = dense.value.dataSync();
      const p = Array.from(logits.dataSync(), (z) => 1 / (1 + Math.exp(-z)));
      for (const label of [0, 5, 1234, 99_999]) {
        const missed = Array.from({ length: size }, (_, i) =>
          sets.get(i).includes(label) ? 1 - p[i * numLabels + label] : p[i * numLabels + label],
        );
        // Float32 sums of three terms.
        expect(values[label]).toBeCloseTo(missed.reduce((a, b) => a + b) / size, 5);
      }
      expect(sparse.value.dataSync().every((value, i) => Math.abs(value - values[i]) < 1e-6)).toBe(true);
      const gradient = dense.grad.dataSync();
      expect(sparse.grad.dataSync().every((entry, i) => Math.abs(entry - gradient[i]) < 1e-6)).toBe(true);
    });
    expect(memory().numTensors).toBe(before);
  });
});

// Megabytes: a block is one, and that many temporaries of it live at once.
test.each([
  ['oneVersusAll', oneVersusAll, 12],
  ['pickAllLabels', pickAllLabels, 14],
  ['focal', focal, 26],
  ['asymmetric', asymmetric, 60],
] as const)(
  'sparse targets of %s take two tensors of the size of the logits, and blocks',
  async (_, loss, megabytes) => {
    await setBackend('wasm');
    const [rows, n] = [128, 20_000];
    const targets = LabelSets.from(
      Array.from({ length: rows }, (_, i) => [i, i + 500]),
      n,
    ).toPadded();
    const logits = randomNormal([rows, n], 0, 1, 'float32', 1);
    const { peakBytes } = await profile(() => {
      const { value, grad } = valueAndGrad((z: Tensor) => loss(targets, z))(logits);
      [value, grad].forEach((owned) => owned.dispose());
    });
    // Logits, what tfjs keeps of them for the gradient (the same memory, counted twice), the gradient;
    // temporaries of a block.
    expect(peakBytes).toBeLessThan(3 * logits.size * 4 + megabytes * 2 ** 20);
    [targets, logits].forEach((owned) => owned.dispose());
  },
);
