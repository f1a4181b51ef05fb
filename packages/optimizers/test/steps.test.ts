import { kernels } from '@argmaxable/core';
import { backends, use } from '@argmaxable/test-support/backends';
import {
  memory,
  type Optimizer,
  profile,
  randomUniform,
  tensor,
  type Tensor,
  tidy,
  train,
  variable,
  type Variable,
} from '@tensorflow/tfjs-core';
import { adam, adamW, sgd } from '../src/index.js';
import type { OptimizerName } from './optimizer-names.js';

const sizes = [0, 1, 7, 8, 9, 1000];

/** The start (step 0), or the gradients of a step: of sizes from 0.001 to 10. */
function numbers(size: number, step: number): Tensor {
  const most = step === 0 ? 2 : 10 ** ((step % 5) - 3);
  return randomUniform([size], -most, most, 'float32', step + 1);
}

/** Steps on random gradients; the values after each. Fails if other than `kept` tensors are left. */
function values(make: () => Optimizer, size: number, count: number, name?: string, kept = 0): number[][] {
  const before = memory().numTensors;
  const [value, optimizer] = [tidy(() => variable(numbers(size, 0), true, name)), make()];
  const after = Array.from({ length: count }, (_, i) => {
    const gradient = numbers(size, i + 1);
    optimizer.applyGradients({ [value.name]: gradient });
    gradient.dispose();
    return Array.from(value.dataSync());
  });
  value.dispose();
  optimizer.dispose();
  expect(memory().numTensors - before).toBe(kept);
  return after;
}

interface Step {
  w: number;
  m: number;
  v: number;
}

/** The same steps in float64, by `next` for each number. */
function expected(
  next: (state: Step, g: number, t: number) => Step,
  size: number,
  count: number,
): number[][] {
  const values = (step: number): number[] => tidy(() => Array.from(numbers(size, step).dataSync()));
  let states = values(0).map((w): Step => ({ w, m: 0, v: 0 }));
  return Array.from({ length: count }, (_, i) => {
    const g = values(i + 1);
    states = states.map((state, j) => next(state, g[j], i + 1));
    return states.map(({ w }) => w);
  });
}

const adamNext =
  (rate: number, beta1: number, beta2: number, epsilon: number, decay = 0) =>
  ({ w, m, v }: Step, g: number, t: number): Step => {
    const next = { m: beta1 * m + (1 - beta1) * g, v: beta2 * v + (1 - beta2) * g * g };
    const direction = next.m / (1 - beta1 ** t) / (Math.sqrt(next.v / (1 - beta2 ** t)) + epsilon);
    return { ...next, w: w * (1 - rate * decay) - rate * direction };
  };

const momentumNext =
  (rate: number, momentum: number, nesterov: boolean) =>
  ({ w, m }: Step, g: number): Step => {
    const velocity = momentum * m + g;
    return { w: w - rate * (nesterov ? g + momentum * velocity : velocity), m: velocity, v: 0 };
  };

type Next = ReturnType<typeof adamNext> | ReturnType<typeof momentumNext>;
const byName: Readonly<Record<OptimizerName, readonly [parameters: string, () => Optimizer, Next][]>> = {
  adam: [
    ['default', () => adam(), adamNext(0.001, 0.9, 0.999, 1e-7)],
    [
      'other parameters',
      () => adam({ learningRate: 0.3, beta1: 0, beta2: 0.5, epsilon: 0.01 }),
      adamNext(0.3, 0, 0.5, 0.01),
    ],
  ],
  adamW: [
    ['a rate', () => adamW({ learningRate: 0.1 }), adamNext(0.1, 0.9, 0.999, 1e-7, 0.004)],
    ['more decay', () => adamW({ learningRate: 0.1, weightDecay: 2 }), adamNext(0.1, 0.9, 0.999, 1e-7, 2)],
  ],
  sgd: [
    ['default', () => sgd(), momentumNext(0.01, 0, false)],
    ['momentum', () => sgd({ learningRate: 0.1, momentum: 0.9 }), momentumNext(0.1, 0.9, false)],
    [
      'nesterov',
      () => sgd({ learningRate: 0.1, momentum: 0.8, nesterov: true }),
      momentumNext(0.1, 0.8, true),
    ],
  ],
};
const cases = Object.entries(byName).flatMap(([name, rows]) =>
  rows.map(([parameters, make, next]) => [`${name}, ${parameters}`, make, next] as const),
);

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  test.each(cases)('%s: steps are those of float64', (_, make, next) => {
    for (const size of sizes) {
      const [actual, wanted] = [values(make, size, 12), expected(next, size, 12)];
      const errors = actual.flatMap((row, i) => row.map((w, j) => Math.abs(w - wanted[i][j])));
      // Values of size 2 that are rounded to float32 at each of twelve steps.
      expect(Math.max(0, ...errors)).toBeLessThanOrEqual(3e-6);
    }
  });

  test('adam and sgd with momentum step as those of tfjs do', () => {
    const pairs: [() => Optimizer, () => Optimizer][] = [
      [() => adam({ learningRate: 0.01 }), () => train.adam(0.01)],
      [
        () => adam({ learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 }),
        () => train.adam(0.1, 0.5, 0.9, 1e-3),
      ],
      [() => sgd({ learningRate: 0.1 }), () => train.sgd(0.1)],
    ];
    for (const [ours, theirs] of pairs) {
      const [actual, wanted] = [values(ours, 100, 30).flat(), values(theirs, 100, 30).flat()];
      // tfjs multiplies up beta^t in float32: an error of 6e-8 in each factor of the thirty.
      expect(Math.max(...actual.map((w, i) => Math.abs(w - wanted[i])))).toBeLessThanOrEqual(5e-6);
    }
    const nesterov = values(() => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), 9, 12).flat();
    // tfjs's keeps a scalar when it is disposed.
    const wanted = values(() => train.momentum(0.1, 0.9, true), 9, 12, undefined, 1).flat();
    expect(Math.max(...nesterov.map((w, i) => Math.abs(w - wanted[i])))).toBeLessThanOrEqual(3e-6);
  });

  test('thousands of steps leave no tensor', () => {
    for (const make of [() => adam(), () => adamW(), () => sgd({ momentum: 0.9 }), () => sgd()]) {
      expect(values(make, 5, 2000)).toHaveLength(2000);
    }
  });

  test('each variable has moments of its own, whatever is trained in a step', () => {
    const [a, b] = [variable(tensor([1, 2])), variable(tensor([[3], [4], [5]]))];
    const optimizer = adam({ learningRate: 0.1 });
    const apply = (gradients: [Variable, number][]): void =>
      tidy(() =>
        optimizer.applyGradients(
          Object.fromEntries(gradients.map(([of, g]): [string, Tensor] => [of.name, onesTimes(of, g)])),
        ),
      );
    apply([[a, 1]]);
    apply([[b, -1]]); // another variable first: not a's moments
    // prettier-ignore
    apply([[b, -1], [a, 1]]);
    // By the definition, with the step counted for both.
    let [first, second]: Step[] = [
      { w: 1, m: 0, v: 0 },
      { w: 3, m: 0, v: 0 },
    ];
    const next = adamNext(0.1, 0.9, 0.999, 1e-7);
    first = next(first, 1, 1);
    second = next(second, -1, 2);
    [first, second] = [next(first, 1, 3), next(second, -1, 3)];
    expect(a.dataSync()[0]).toBeCloseTo(first.w, 5);
    expect(b.dataSync()[0]).toBeCloseTo(second.w, 5);
    [a, b, optimizer].forEach((owned) => owned.dispose());
  });

  test('the kernels are used where they are', async () => {
    const value = variable(tensor([1, 2, 3]));
    for (const [kernel, make] of [
      [kernels.adam.name, () => adamW()],
      [kernels.momentum.name, () => sgd({ momentum: 0.5 })],
    ] as const) {
      const optimizer = make();
      const { kernelNames } = await profile(() =>
        tidy(() => optimizer.applyGradients({ [value.name]: onesTimes(value, 1) })),
      );
      expect(kernelNames.includes(kernel)).toBe(backend === 'wasm with kernels');
      optimizer.dispose();
    }
    value.dispose();
  });

  test('excluded variables do not decay', () => {
    const optimizer = () => adamW({ learningRate: 0.1, weightDecay: 1, excludeFromWeightDecay: ['my_bias'] });
    const plain = values(() => adam({ learningRate: 0.1 }), 9, 5);
    expect(values(optimizer, 9, 5, `dense/my_bias ${backend}`)).toEqual(plain);
    expect(values(optimizer, 9, 5, `dense/kernel ${backend}`)).not.toEqual(plain);
  });

  test('the value before a step, and clones of it, stay as they were', () => {
    const value = variable(tensor([1, 2, 3, 4, 5]));
    const clone = value.clone();
    const optimizer = adam({ learningRate: 1 });
    tidy(() => optimizer.applyGradients({ [value.name]: onesTimes(value, 1) }));
    expect(Array.from(clone.dataSync())).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(value.dataSync()).map(Math.round)).toEqual([0, 1, 2, 3, 4]);
    [value, clone, optimizer].forEach((owned) => owned.dispose());
  });
});

function onesTimes(like: Tensor, factor: number): Tensor {
  return tensor(new Float32Array(like.size).fill(factor), like.shape);
}
