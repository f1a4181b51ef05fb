import '@tensorflow/tfjs-backend-cpu';
import { einsum, memory, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../src/index.js';
import { given, largestError, sizeOf, type Given } from './run-kernel.js';

// Sums of fewer than 100 products below 1.
const tolerance = 1e-5;

const sizes: Record<string, number> = { b: 2, c: 3, i: 4, j: 5, k: 3, l: 2 };

function inputsOf(equation: string): Given[] {
  const operands = equation.split('->')[0].split(',');
  return operands.map((labels, i) => {
    const shape = [...labels].map((label) => sizes[label]);
    return given(shape, i + 1);
  });
}

/** The op on a backend, having checked that it leaves no tensor behind but its output. */
async function runEinsum(backend: string, equation: string, inputs: Given[]) {
  await setBackend(backend);
  const before = memory();
  const result = tidy(() => {
    const tensors = inputs.map(({ values, shape, dtype }) => tensor(Array.from(values), shape, dtype));
    const output = einsum(equation, ...tensors);
    return { shape: output.shape, values: Array.from(output.dataSync()) };
  });
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  return result;
}

/** The definition: for every value of the labels, the product of the inputs is added to the output. */
function definition(equation: string, inputs: Given[]): { shape: number[]; values: number[] } {
  const [left, output] = equation.split('->');
  const operands = left.split(',');
  const labels = [...new Set(operands.join(''))];
  const flat = (operand: string, at: Map<string, number>) =>
    [...operand].reduce((sum, label) => sum * sizes[label] + at.get(label)!, 0);
  const shape = [...output].map((label) => sizes[label]);
  const values = new Array<number>(sizeOf(shape)).fill(0);
  for (let n = 0; n < sizeOf(labels.map((label) => sizes[label])); n++) {
    let rest = n;
    const at = new Map<string, number>();
    for (const label of labels) {
      at.set(label, rest % sizes[label]);
      rest = Math.floor(rest / sizes[label]);
    }
    values[flat(output, at)] += operands.reduce(
      (product, o, i) => product * inputs[i].values[flat(o, at)],
      1,
    );
  }
  return { shape, values };
}

async function expectRight(equation: string): Promise<void> {
  const expected = definition(equation, inputsOf(equation));
  const actual = await runEinsum('wasm', equation, inputsOf(equation));
  expect({ equation, shape: actual.shape }).toEqual({ equation, shape: expected.shape });
  const error = largestError(actual.values, expected.values);
  expect({ equation, error, close: error < tolerance }).toMatchObject({ close: true });
}

test.each([
  'ij,jk->ik',
  'ij,jk->ki',
  'ji,jk->ik',
  'ij,kj->ik',
  'bij,bjk->bik',
  'bij,bkj->ibk',
  'bij,jk->bik',
  'i,j->ij',
  'i,i->',
  'i,i->i',
  'ij,ij->',
  'ij,ij->j',
  'ij,ji->ij',
  'ij,k->k',
  'ij,jk->i',
  'ij,jk->',
  'bcij,bckl->bijkl',
  'bijc,bklc->ijkl',
  'ij->',
  'ij->i',
  'ij->ji',
  'bij->jb',
  'bcij->icbj',
  'i->',
])('%s', expectRight);

test('products of random labels', async () => {
  const labels = fc.shuffledSubarray(Object.keys(sizes), { minLength: 1, maxLength: 4 });
  const equations = fc.tuple(labels, labels).chain(([a, b]) => {
    const output = fc.shuffledSubarray([...new Set([...a, ...b])]);
    return output.map((out) => `${a.join('')},${b.join('')}->${out.join('')}`);
  });
  await fc.assert(fc.asyncProperty(equations, expectRight), { numRuns: 200, seed: 1 });
});

test('a sum of nothing is 0', async () => {
  const zeros = await runEinsum('wasm', 'ij,jk->ik', [given([2, 0], 1), given([0, 3], 2)]);
  expect(zeros).toEqual({ shape: [2, 3], values: new Array(6).fill(0) });
});

test.each(['ij,jk->ik', 'bij,bkj->ibk', 'ij,ji->ij', 'bcij->icbj'])(
  '%s is that of the cpu backend',
  async (equation) => {
    const expected = await runEinsum('cpu', equation, inputsOf(equation));
    const actual = await runEinsum('wasm', equation, inputsOf(equation));
    expect(actual.shape).toEqual(expected.shape);
    expect(largestError(actual.values, expected.values)).toBeLessThan(tolerance);
  },
);

const matrix = given([2, 3], 1);

test.each([
  ['ij,jk', [matrix, given([3, 4], 2)]],
  ['ij,jk->ik', [matrix, given([4, 5], 2)]],
  ['ij,jk->iz', [matrix, given([3, 4], 2)]],
  ['ij,jk->ik', [matrix]],
  ['ii->i', [given([2, 2], 1)]],
  ['...i->i', [matrix]],
  ['i,j,k->ijk', [given([2], 1), given([2], 2), given([2], 3)]],
])('%s is refused in the words of the cpu backend', async (equation, inputs) => {
  const messages: string[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await runEinsum(backend, equation, inputs).catch((error: Error) => messages.push(error.message));
  }
  expect(messages).toHaveLength(2);
  expect(messages[1]).toBe(messages[0]);
});

test('what the cpu backend misreads is refused', async () => {
  await expect(runEinsum('wasm', 'ij,j->i', [given([2, 3, 4], 1), given([3], 2)])).rejects.toThrow(
    "one axis for each of its labels in 'ij,j->i'; got shape [2, 3, 4] for 2",
  );
  await expect(runEinsum('wasm', 'ij->ii', [matrix])).rejects.toThrow('may stand once in the output');
});

test('integers are refused with what to do', async () => {
  const x: Given = { ...given([2, 3], 1), dtype: 'int32' };
  await expect(runEinsum('wasm', 'ij->i', [x])).rejects.toThrow('Convert it with cast()');
});
