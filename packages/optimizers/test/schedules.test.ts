import { backends, use } from '@argmaxable/test-support/backends';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import { memory, randomNormal, tensor1d, variable } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  adam,
  type Adam,
  adamW,
  cosineDecay,
  learningRateAt,
  type LearningRateSchedule,
  linearDecay,
  sgd,
  type SGD,
} from '../src/index.js';
import { modelWith, steps, weights } from './training.js';

const makers = { linearDecay, cosineDecay };
const schedules = fc
  .record({
    peak: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    steps: fc.integer({ min: 1, max: 1e6 }),
    warm: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  })
  .map(({ peak, share, steps, warm }) => ({
    peak,
    end: Math.min(peak, peak * share),
    steps,
    warmUp: Math.min(steps - 1, Math.floor(warm * steps)),
  }));

/** As Keras has it: alpha is the share that is left at the end, and its steps begin after the warm-up. */
function asInKeras(name: keyof typeof makers, { peak, end, steps, warmUp }: LearningRateSchedule, t: number) {
  if (t < warmUp) return 0 + (peak - 0) * (t / warmUp);
  const completed = Math.min(t - warmUp, steps - warmUp) / (steps - warmUp);
  const alpha = end / peak;
  if (name === 'cosineDecay') return peak * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * completed)) + alpha);
  return (peak - end) * (1 - completed) ** 1 + end;
}

describe.each(Object.keys(makers) as (keyof typeof makers)[])('%s', (name) => {
  const make = makers[name];

  test('is the formula, ends where it should, and never rises after the warm-up', () => {
    fc.assert(
      fc.property(schedules, fc.nat(1.2e6), (options, t) => {
        const schedule = make(options);
        const { peak, end, steps, warmUp } = schedule;
        // A few roundings of numbers up to the peak.
        const error = learningRateAt(schedule, t) - asInKeras(name, schedule, t);
        expect(Math.abs(error)).toBeLessThan(2e-15 * peak);
        expect(learningRateAt(schedule, 0)).toBe(warmUp === 0 ? peak : 0);
        expect(learningRateAt(schedule, warmUp)).toBe(peak);
        for (const after of [steps, steps + 1, 10 * steps]) expect(learningRateAt(schedule, after)).toBe(end);
        const [now, next] = [warmUp + t, warmUp + t + 1].map((step) => learningRateAt(schedule, step));
        expect(next).toBeLessThanOrEqual(now + 1e-15 * peak);
        if (t < warmUp) expect(learningRateAt(schedule, t + 1)).toBeGreaterThan(learningRateAt(schedule, t));
      }),
    );
  });

  test('by hand', () => {
    const schedule = make({ peak: 0.8, end: 0.2, steps: 6, warmUp: 2 });
    const rates = [0, 1, 2, 4, 6, 7].map((step) => learningRateAt(schedule, step));
    expect(rates.map((rate) => Number(rate.toFixed(12)))).toEqual([0, 0.4, 0.8, 0.5, 0.2, 0.2]);
    expect(learningRateAt(make({ peak: 1, steps: 3 }), 3)).toBe(0);
    expect(schedule).toEqual({ schedule: name, peak: 0.8, end: 0.2, steps: 6, warmUp: 2 });
    expect(() => Object.assign(schedule, { peak: 1 })).toThrow(TypeError);
  });

  test('what is wrong is refused by name', () => {
    const right = { peak: 0.1, steps: 10 };
    for (const wrong of [NaN, -1, Infinity, '1', null, [1]] as never[]) {
      expect(() => make({ ...right, peak: wrong })).toThrow(/^peak must be/);
      expect(() => make({ ...right, end: wrong })).toThrow(/^end must be/);
      expect(() => make({ ...right, steps: wrong })).toThrow(/^steps must be/);
      expect(() => make({ ...right, warmUp: wrong })).toThrow(/^warmUp must be/);
    }
    expect(() => make({ peak: 0.1 } as never)).toThrow('steps must be an integer, 1 or more; got undefined');
    expect(() => make({ steps: 10 } as never)).toThrow('peak must be');
    expect(() => make({ ...right, end: 0.2 })).toThrow('end must be a finite number from 0 to 0.1; got 0.2');
    expect(() => make({ ...right, warmUp: 10 })).toThrow('warmUp must be an integer from 0 to 9; got 10');
    expect(() => make({ ...right, warmup: 1 } as never)).toThrow("Did you mean 'warmUp'?");
  });
});

test('what is no schedule is refused', () => {
  for (const given of [
    { schedule: undefined },
    { schedule: 'linear' },
    { schedule: 'toString', peak: 1, steps: 1 },
  ]) {
    expect(() => adam({ learningRate: given as never })).toThrow(
      /^learningRate.schedule must be one of 'linearDecay', 'cosineDecay'/,
    );
  }
  expect(() => adam({ learningRate: { peak: 1, steps: 2 } as never })).toThrow(
    /^learningRate must be a number/,
  );
  const damaged = { ...linearDecay({ peak: 1, steps: 5 }), steps: 0 };
  expect(() => sgd({ learningRate: damaged })).toThrow('steps must be');
  expect(() => sgd().setLearningRate({ ...damaged, stepz: 1 } as never)).toThrow('options of linearDecay');
  expect(() => learningRateAt(null as never, 1)).toThrow('learningRate must be a number, 0 or more, or what');
  for (const step of [-1, 0.5, NaN, '1']) {
    expect(() => learningRateAt(0.1, step as never)).toThrow('step must be');
  }
  expect(learningRateAt(0.1, 7)).toBe(0.1);
});

type Rate = { learningRate: number | LearningRateSchedule };
const optimizers: Record<string, (rate: Rate) => Adam | SGD> = {
  adam: (rate) => adam(rate),
  adamW: (rate) => adamW({ ...rate, weightDecay: 0.5 }),
  sgd: (rate) => sgd(rate),
  'sgd with momentum': (rate) => sgd({ ...rate, momentum: 0.8 }),
};
const decays = [
  linearDecay({ peak: 0.1, end: 0.01, steps: 7, warmUp: 3 }),
  cosineDecay({ peak: 0.1, steps: 9 }),
];

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  test.each(Object.entries(optimizers))(
    '%s steps by the rates of the schedule, and holds no more',
    (_, make) => {
      for (const schedule of decays) {
        const [scheduled, changed] = [make({ learningRate: schedule }), make({ learningRate: 1 })];
        const [value, other] = [1, 2].map(() => variable(tensor1d([1, -2, 3])));
        const before = memory().numTensors;
        for (let i = 0; i < 12; i++) {
          expect(scheduled.learningRate).toBe(learningRateAt(schedule, i));
          changed.setLearningRate(learningRateAt(schedule, i));
          for (const [optimizer, trained] of [
            [scheduled, value],
            [changed, other],
          ] as const) {
            const gradient = randomNormal([3], 0, 1, 'float32', i + 1);
            optimizer.applyGradients({ [trained.name]: gradient });
            gradient.dispose();
          }
          expect(value.dataSync()).toEqual(other.dataSync());
        }
        [scheduled, changed].forEach((optimizer) => optimizer.dispose());
        expect(memory().numTensors).toBe(before);
        expect(scheduled.learningRate).toBe(learningRateAt(schedule, 0)); // it starts anew
        [value, other].forEach((owned) => owned.dispose());
      }
    },
  );

  test.each(Object.entries(optimizers))(
    '%s: training that is broken off ends where it would have',
    async (_, make) => {
      for (const learningRate of decays) {
        const [once, twice] = [1, 2].map(() => modelWith(make({ learningRate })));
        await steps(once, 0, 8);
        await steps(twice, 0, 5);
        const loaded = await loadSaved(await save(twice));
        const optimizer = loaded.optimizer as Adam | SGD;
        expect(optimizer.getConfig()).toEqual(once.optimizer.getConfig());
        expect(optimizer.learningRate).toBe(learningRateAt(learningRate, 5));
        await steps(loaded, 5, 8);
        expect(weights(loaded)).toEqual(weights(once));
      }
    },
  );
});

test('fit counts its batches, over epochs and calls', async () => {
  await use('cpu');
  const schedule = linearDecay({ peak: 0.1, steps: 12, warmUp: 2 });
  const optimizer = adam({ learningRate: schedule });
  const model = modelWith(optimizer);
  const [x, y] = [5, 3].map((width) => randomNormal([10, width], 0, 1, 'float32', width));
  const seen: number[] = [];
  const onBatchBegin = () => void seen.push(optimizer.learningRate);
  const options = { batchSize: 4, verbose: 0, callbacks: { onBatchBegin } } as const; // three batches
  await model.fit(x, y, { ...options, epochs: 2 });
  await model.fit(x, y, { ...options, epochs: 3 });
  expect(seen).toEqual(seen.map((_, i) => learningRateAt(schedule, i)));
  expect([seen.length, optimizer.learningRate]).toEqual([15, 0]);
});

test('a schedule may be set later, and a number ends it', () => {
  const optimizer = sgd({ learningRate: 0.3 });
  const value = variable(tensor1d([1]));
  const step = () => optimizer.applyGradients({ [value.name]: tensor1d([0]) });
  [1, 2, 3].forEach(step);
  optimizer.setLearningRate(linearDecay({ peak: 0.4, steps: 4 }));
  expect(optimizer.learningRate).toBeCloseTo(0.1, 15); // of four steps three are over
  optimizer.setLearningRate(0.2);
  step();
  expect(optimizer.getConfig()).toMatchObject({ learningRate: 0.2 });
});
