import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import { rowNames } from '@argmaxable/test-support/docs';
import { disposed, notObjects, oddValues } from '@argmaxable/test-support/wrong-values';
import { ones, scalar, setBackend, type Tensor, variable } from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import { adam, adamW, sgd } from '../src/index.js';
import type { OptimizerName } from './optimizer-names.js';

beforeAll(() => setBackend('cpu'));

const wrong = (): unknown[] => [...oddValues(), null, Infinity, -1, '0.5', [0.5], 0n];

const isEmptyArray = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

type Make = (options?: never) => ReturnType<typeof adam | typeof sgd>;
const byName: Readonly<Record<OptimizerName, [make: Make, options: string[]]>> = {
  adam: [adam, ['learningRate', 'weightAverage', 'beta1', 'beta2', 'epsilon']],
  adamW: [
    adamW,
    ['learningRate', 'weightAverage', 'beta1', 'beta2', 'epsilon', 'weightDecay', 'excludeFromWeightDecay'],
  ],
  sgd: [sgd, ['learningRate', 'weightAverage', 'momentum', 'nesterov']],
};
const makers = Object.entries(byName).map(([name, row]) => [name, ...row] as const);

test('every optimizer has its row in the README, and every option of it is tried', () => {
  const rows = rowNames(join(__dirname, '../README.md'));
  for (const [name, make, options] of makers) {
    expect(rows).toContain(name);
    expect(Object.keys(make().getConfig()).sort()).toEqual([...options].sort());
  }
});

describe.each(makers)('%s', (owner, make, names) => {
  test('options that are no object, or unknown, are refused', () => {
    for (const options of notObjects()) {
      expect(() => make(options as never)).toThrow(`options of ${owner} must be an object`);
    }
    expect(() => make({ lerningRate: 1 } as never)).toThrow("Did you mean 'learningRate'?");
  });

  test.each(names)('%s of a wrong type is refused by name, and undefined is not given', (name) => {
    for (const value of wrong()) {
      if (name === 'excludeFromWeightDecay' && isEmptyArray(value)) continue;
      expect(() => make({ [name]: value } as never)).toThrow(ValueError);
      expect(() => make({ [name]: value } as never)).toThrow(new RegExp(`^${name} must be`));
    }
    for (const value of [true, false]) {
      if (name !== 'nesterov') expect(() => make({ [name]: value } as never)).toThrow(ValueError);
    }
    expect(make({ [name]: undefined } as never).getConfig()).toEqual(make().getConfig());
  });

  test('learning rates of a wrong type are refused, and the rate stays', () => {
    const optimizer = make();
    const { learningRate } = optimizer;
    for (const value of wrong()) {
      expect(() => optimizer.setLearningRate(value as never)).toThrow(/^learningRate/);
    }
    expect(optimizer.learningRate).toBe(learningRate);
  });

  test('gradients that are none are refused before any variable changes', () => {
    const optimizer = make();
    const [w, v] = [variable(ones([2])), variable(ones([3]))];
    for (const gradients of [
      ...notObjects().filter((value) => !isEmptyArray(value)),
      undefined,
      [5],
      [{}],
      [{ name: 5 }],
      [{ name: w.name, tensor: 5 }],
      { noSuchVariable: ones([2]) },
      { toString: ones([2]) },
      { [w.name]: 5 },
      { [w.name]: undefined },
      { [w.name]: [1, 1] },
      { [w.name]: disposed() },
      { [w.name]: ones([2]), [v.name]: ones([2]) },
    ])
    // prettier-ignore
    {expect(() => optimizer.applyGradients(gradients as never)).toThrow(ValueError);}
    expect([w, v].flatMap((weight) => Array.from(weight.dataSync()))).toEqual([1, 1, 1, 1, 1]);
    expect(optimizer.iterations).toBe(0);
    optimizer.applyGradients({ [w.name]: ones([2]), [v.name]: null as unknown as Tensor });
    expect(w.dataSync()[0]).toBeLessThan(1);
    for (const f of [null, undefined, 5, 'x', {}, scalar(1)]) {
      expect(() => optimizer.minimize(f as never)).toThrow('f must be a function');
    }
    [w, v].forEach((weight) => weight.dispose());
  });

  test('weights that are none are refused', async () => {
    const named = { name: 'iter', tensor: scalar(1, 'int32') };
    for (const weights of [
      ...notObjects(),
      undefined,
      {},
      [5],
      [{}],
      [{ name: 'iter' }],
      [{ ...named, name: 5 }],
      [{ name: 'iter', tensor: disposed() }],
      [named, { name: 'm', tensor: null }],
    ])
    // prettier-ignore
    {await expect(make().setWeights(weights as never)).rejects.toThrow(ValueError);}
    await make().setWeights([named]);
  });

  test('a config comes back, and a damaged one is refused', () => {
    const optimizer = make();
    const Class = optimizer.constructor as unknown as {
      fromConfig: (cls: unknown, config: object) => typeof optimizer;
    };
    expect(Class.fromConfig(Class, { ...optimizer.getConfig(), customObjects: {} }).getConfig()).toEqual(
      optimizer.getConfig(),
    );
    for (const damage of [{ learningRate: null }, { learningRate: 'x' }, { epsilom: 1 }]) {
      expect(() => Class.fromConfig(Class, { ...optimizer.getConfig(), ...damage })).toThrow(ValueError);
    }
  });
});

test('a damaged list of parts of names is refused in words', () => {
  const optimizer = adamW();
  const Class = optimizer.constructor as unknown as {
    fromConfig: (cls: unknown, config: object) => ReturnType<typeof adamW>;
  };
  for (const excludeFromWeightDecay of [null, 5, 'bias', {}, [5], [null], ['']]) {
    expect(() => Class.fromConfig(Class, { excludeFromWeightDecay })).toThrow(/^excludeFromWeightDecay/);
  }
  Class.fromConfig(Class, { excludeFromWeightDecay: ['100%'] });
  Class.fromConfig(Class, {});
});
