import '@tensorflow/tfjs-backend-cpu';
import { memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { allMetrics, type Metric, type MetricJSON } from '../src/index.js';
import {
  type Case,
  cases,
  data,
  type Data,
  disposeForms,
  expectSame,
  forms,
  make,
  numLabels,
  muteWarnings,
  optionsOf,
} from './cases.js';

muteWarnings();

const runs = { numRuns: 15 };

function whole({ make }: Case, { targets, scores }: Data): Metric {
  const metric = make();
  metric.update(targets, scores);
  return metric;
}

/** The data in pieces that end at the cuts. */
function pieces({ targets, scores }: Data, cuts: number[]): Data[] {
  const size = targets.length;
  const bounds = [0, ...cuts.map((cut) => cut % (size + 1)).sort((a, b) => a - b), size];
  return bounds
    .slice(1)
    .map((end, i) => ({ targets: targets.slice(bounds[i], end), scores: scores.slice(bounds[i], end) }))
    .filter(({ targets }) => targets.length > 0);
}

const cuts = fc.array(fc.nat(), { maxLength: 4 });

function fromJSON({ entry }: Case, json: unknown): Metric {
  return entry.fromJSON(json as MetricJSON);
}

test('every metric has cases, and all cases a metric', () => {
  // Of the same names: a metric without cases, or cases of a metric that is not exported, are neither.
  expect(Object.keys(optionsOf).sort()).toEqual(allMetrics.map(({ name }) => name).sort());
});

describe.each(cases)('%s', (_, metric) => {
  test('streaming gives what the whole gives, whatever the batches', () => {
    fc.assert(
      fc.property(data(), cuts, (data, cuts) => {
        const streaming = metric.make();
        for (const { targets, scores } of pieces(data, cuts)) streaming.update(targets, scores);
        expectSame(streaming.result(), whole(metric, data).result());
        expect(streaming.examples).toBe(data.targets.length);
      }),
      runs,
    );
  });

  test('merging is associative, takes empty metrics, and gives what the whole gives', () => {
    fc.assert(
      fc.property(data(), cuts, (data, cuts) => {
        const parts = (): Metric[] => [
          metric.make(),
          ...pieces(data, cuts).map((piece) => whole(metric, piece)),
        ];
        const fromLeft = parts().reduce((sum, part) => sum.merge(part));
        const fromRight = parts().reduceRight((sum, part) => part.merge(sum));
        expectSame(fromLeft.result(), whole(metric, data).result());
        expectSame(fromRight.result(), fromLeft.result());
      }),
      runs,
    );
  });

  test('JSON keeps everything, and the metric goes on from there', () => {
    fc.assert(
      fc.property(data(), cuts, (data, cuts) => {
        let streaming = metric.make();
        for (const { targets, scores } of pieces(data, cuts)) {
          streaming = fromJSON(metric, JSON.parse(JSON.stringify(streaming)));
          streaming.update(targets, scores);
        }
        expectSame(streaming.result(), whole(metric, data).result());
        expect(streaming.key).toBe(metric.make().key);
      }),
      runs,
    );
  });

  test('the order of the examples does not matter', () => {
    fc.assert(
      fc.property(data(), fc.infiniteStream(fc.nat()), (data, random) => {
        const order = data.targets.map((_, i) => [random.next().value as number, i]);
        order.sort(([a], [b]) => a - b);
        const permuted = {
          targets: order.map(([, i]) => data.targets[i]),
          scores: order.map(([, i]) => data.scores[i]),
        };
        expectSame(whole(metric, permuted).result(), whole(metric, data).result());
      }),
      runs,
    );
  });

  test('the order of the labels does not matter', () => {
    // Without ties, which the lower label wins.
    fc.assert(
      fc.property(
        data({ ties: false }),
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: numLabels }),
        (data, order) => {
          const permute = <T>(values: readonly T[]): T[] => order.map((label) => values[label]);
          const perLabel = ([name, value]: [string, unknown]) => [
            name,
            Array.isArray(value) ? permute(value as number[]) : value,
          ];
          const options = Object.fromEntries(Object.entries(metric.options).map(perLabel)) as object;
          const permuted = make(metric.entry, options);
          permuted.update(data.targets.map(permute), data.scores.map(permute));
          expectSame(permuted.result(), whole(metric, data).result());
        },
      ),
      runs,
    );
  });

  test('every form of targets and scores gives the same, and no tensor stays', () => {
    const before = memory().numTensors;
    fc.assert(
      fc.property(data(), (data) => {
        const expected = whole(metric, data).result();
        const all = forms(data);
        for (const [, yTrue, yPred] of all) {
          const streaming = metric.make();
          streaming.update(yTrue, yPred);
          expectSame(streaming.result(), expected);
          expectSame(
            (metric.entry.function as (...given: unknown[]) => number)(yTrue, yPred, metric.options),
            expected,
          );
        }
        disposeForms(all);
      }),
      { numRuns: 5 },
    );
    expect(memory().numTensors).toBe(before);
  });

  test('kept scores are copies: what the caller writes later does not matter', () => {
    const streaming = metric.make();
    const scores = Float32Array.of(2, -1, 0.5, 1, -3, -2, 1, 0, 0.25, 3);
    // prettier-ignore
    const targets = [[1, 0, 1, 0, 0], [0, 1, 0, 0, 1]];
    streaming.update(targets, scores);
    const value = streaming.result();
    scores.fill(0);
    expectSame(streaming.result(), value);
  });

  test('scores of 1e4, infinite ones, empty sets and full sets give a number', () => {
    const streaming = metric.make();
    const scores = [
      [1e4, -1e4, 1e4, 0, 1],
      [Infinity, Infinity, -Infinity, -Infinity, 0],
      [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
      [1, 2, 3, 4, 5],
    ];
    // prettier-ignore
    const targets = [[1, 0, 0, 1, 0], [0, 1, 0, 1, 0], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]];
    streaming.update(targets, scores);
    expect(Number.isFinite(streaming.result())).toBe(true);
    const read = fromJSON(metric, JSON.parse(JSON.stringify(streaming)));
    expect(read.result()).toBe(streaming.result());
  });

  test('forgets at reset, and has no result without examples', () => {
    const streaming = metric.make();
    const message = 'number of examples must be 1 or more for a result; got 0.';
    expect(() => streaming.result()).toThrow(message);
    streaming.update([[1, 1, 0, 0, 1]], [[3, 1, 2, 0, -1]]);
    const { entry } = metric;
    streaming.reset();
    expect(() => streaming.result()).toThrow(message);
    expect(streaming.examples).toBe(0);
    expect(fromJSON(metric, streaming.toJSON()).examples).toBe(0);
    expect(entry.name).toBe(streaming.toJSON().metric);
  });

  test('bad input is named, and adds nothing', () => {
    const streaming = metric.make();
    const [targets, scores] = [[[1, 1, 0, 0, 1]], [[3, 1, 2, 0, -1]]];
    streaming.update(targets, scores);
    const value = streaming.result();
    for (const [yTrue, yPred, message] of [
      [targets, [[3, 1, NaN, 0, -1]], 'yPred[0][2] must be a number; got NaN.'],
      [
        [...targets, ...targets],
        [...scores, [3, 1, 2, 0, null as never]],
        'yPred[1][4] must be a number; got null.',
      ],
      [[[1, 1, 0, 0, null as never]], scores, 'multiHot[0][4] must be 0 or 1; got null.'],
      [undefined as never, scores, 'yTrue must be LabelSets, a tensor, rows, or a flat array of 0 and 1'],
      [targets, [...scores, ...scores], 'yPred must be as many examples as yTrue, 1; got "2 examples".'],
      [targets, [[1, 2]], 'yPred must be of 5 columns, one per label; got [1, 2].'],
      [[[1, 1, 0, 0, 2]], scores, 'multiHot[0][4] must be 0 or 1; got 2.'],
      [[[1, 0]], [[1, 2]], 'yPred must be of 5 labels, like the examples before; got "2 labels".'],
    ] as const) {
      expect(() => streaming.update(yTrue, yPred)).toThrow(message);
    }
    expect(streaming.result()).toBe(value);
    expect(streaming.examples).toBe(1);
  });
});
