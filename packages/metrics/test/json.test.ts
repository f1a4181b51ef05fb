import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import fc from 'fast-check';
import {
  AveragePrecisionScore,
  CoverageError,
  F1AtK,
  F1Score,
  HammingLoss,
  IntersectionOverUnion,
  type Metric,
  MetricCollection,
  type MetricJSON,
  PrecisionAtK,
  PropensityScoredPrecisionAtK,
  RocAucScore,
} from '../src/index.js';
import { cases, data, expectSame, muteWarnings } from './cases.js';

muteWarnings();

// prettier-ignore
const y = [[1, 0, 0], [0, 1, 1]];
// prettier-ignore
const s = [[2, -1, 0.5], [-1, 3, Infinity]];

type Json = Record<string, unknown> & { options: Record<string, unknown>; state: Record<string, unknown> };

/** What a metric that saw the examples writes, read back as JSON: to be spoilt. */
function written(metric: Metric): Json {
  metric.update(y, s);
  return JSON.parse(JSON.stringify(metric)) as Json;
}

const f1 = (change: (json: Json) => object) => () =>
  F1Score.fromJSON(change(written(new F1Score())) as MetricJSON);
const f1State = (state: object) => f1((json) => ({ ...json, state: { ...json.state, ...state } }));
const ranking = (state: object) => () => {
  const json = written(new AveragePrecisionScore());
  return AveragePrecisionScore.fromJSON({ ...json, state: { ...json.state, ...state } } as never);
};

test.each<[() => unknown, string]>([
  [
    () => F1Score.fromJSON(undefined as never),
    'json must be the result of toJSON() of f1Score; got undefined.',
  ],
  [
    () => F1Score.fromJSON('f1Score' as never),
    'json must be the result of toJSON() of f1Score; got "f1Score".',
  ],
  [
    () => F1Score.fromJSON(new HammingLoss().toJSON()),
    'json must be the result of toJSON() of f1Score; got "hammingLoss".',
  ],
  [f1((json) => ({ ...json, options: null })), 'json.options must be an object of options; got null.'],
  [f1((json) => ({ ...json, options: { average: 'all' } })), "average must be one of 'micro'"],
  [f1((json) => ({ ...json, options: { threshold: null } })), 'threshold must be a number, not NaN'],
  [
    f1((json) => ({ ...json, options: { threshold: [0, null, 0] } })),
    'threshold[1] must be a number, not NaN; got null.',
  ],
  [f1((json) => ({ ...json, options: { threshold: [0] } })), 'threshold must be a number, or 3 numbers'],
  [
    f1((json) => ({ ...json, options: { zeroDivision: null } })),
    'zeroDivision must be 0, 1 or NaN; got null.',
  ],
  [f1((json) => ({ ...json, examples: -1 })), 'json.examples must be an integer from 0'],
  [f1((json) => ({ ...json, examples: null })), 'json.examples must be an integer from 0'],
  [f1((json) => ({ ...json, examples: 1.5 })), 'json.examples must be an integer from 0'],
  [f1((json) => ({ ...json, examples: 0 })), 'json.numLabels must be null without examples; got 3.'],
  [f1((json) => ({ ...json, examples: 0, numLabels: null })), 'json.state must be null without examples'],
  [
    f1((json) => ({ ...json, numLabels: null })),
    'json.numLabels must be an integer from 1 to 2147483647; got null.',
  ],
  [
    f1((json) => ({ ...json, numLabels: 2 })),
    'json.state.truePositives must be 2 numbers, one per label; got "3 numbers".',
  ],
  [
    f1((json) => ({ ...json, numLabels: 2 ** 31 - 1 })),
    'json.state.truePositives must be 2147483647 numbers',
  ], // allocates nothing
  [f1((json) => ({ ...json, numLabels: 1e15 })), 'json.numLabels must be an integer from 1 to 2147483647'],
  [
    f1((json) => ({ ...json, state: null })),
    'json.state must be an object of truePositives, predicted, active',
  ],
  [
    f1((json) => ({ ...json, state: [] })),
    'json.state must be an object of truePositives, predicted, active',
  ],
  [
    f1((json) => ({ ...json, state: written(new HammingLoss()).state })),
    'json.state.truePositives must be an array; got undefined.',
  ],
  [
    f1State({ gained: 1 }),
    'json.state must be an object of only truePositives, predicted, active, sum, count, scoresBetween, scoresOutside; got "gained".',
  ],
  [
    f1State({ predicted: [1, null, 1] }),
    'json.state.predicted[1] must be a finite number, 0 or more; got null.',
  ],
  [
    f1State({ predicted: [1, '1', 1] }),
    'json.state.predicted[1] must be a finite number, 0 or more; got "1".',
  ],
  [f1State({ predicted: [1, true, 1] }), 'json.state.predicted[1] must be a finite number'],
  [f1State({ predicted: [1, 0.5, 1] }), 'json.state.predicted[1] must be an integer from 0 to 2; got 0.5.'],
  [f1State({ active: [1, -1, 1] }), 'json.state.active[1] must be a finite number, 0 or more; got -1.'],
  [f1State({ active: [1, 3, 1] }), 'json.state.active[1] must be an integer from 0 to 2; got 3.'],
  [
    f1State({ truePositives: [2, 1, 1] }),
    'json.state.truePositives[0] must be an integer from 0 to 1; got 2.',
  ],
  [f1State({ truePositives: 1 }), 'json.state.truePositives must be an array; got 1.'],
  [f1State({ sum: 5 }), 'json.state.sum must be a finite number from 0 to 2.000000002; got 5.'],
  [f1State({ sum: null }), 'json.state.sum must be a finite number, 0 or more; got null.'],
  [f1State({ count: 1 }), 'json.state.count must be an integer from 2 to 2; got 1.'],
  [f1State({ scoresOutside: 9 }), 'json.state.scoresOutside must be an integer from 0 to 2; got 9.'],
  [ranking({ scores: [] }), 'json.state.scores must be 2 rows, one per example; got [].'],
  [ranking({ scores: [[1, 2, 3], null] }), 'json.state.scores[1] must be an array of numbers; got null.'],
  [
    ranking({
      scores: [
        [1, 2, 3],
        [1, 2],
      ],
    }),
    'json.state.scores[1] must be 3 numbers, one per label',
  ],
  [
    ranking({
      scores: [
        [1, 2, 3],
        [1, null, 3],
      ],
    }),
    'json.state.scores[1][1] must be a number, not NaN; got null.',
  ],
  [
    ranking({
      scores: [
        [1, 2, 3],
        [1, 'NaN', 3],
      ],
    }),
    'json.state.scores[1][1] must be a number, not NaN; got "NaN".',
  ],
  [
    ranking({
      scores: [
        [1, 2, 3],
        [1, '2', 3],
      ],
    }),
    'json.state.scores[1][1] must be a number, not NaN; got "2".',
  ],
  [ranking({ active: [[0], [1, 3]] }), 'json.state.active[1] must be an integer from 0 to 2; got 3.'],
  [ranking({ active: [[0], [2, 1]] }), 'json.state.active[1] must be labels in ascending order'],
  [ranking({ sum: 1 }), 'json.state.sum must be a finite number from 0 to 0; got 1.'],
  [
    () =>
      RocAucScore.fromJSON({
        ...written(new RocAucScore()),
        options: { average: 'samples', zeroDivision: 0 },
      } as never),
    'json.state.count must be an integer from 2 to 2; got 0.',
  ],
  [
    () => F1AtK.fromJSON({ ...written(new F1AtK({ k: 1 })), options: { k: 5 } } as never),
    'k must be an integer from 1 to 3; got 5.',
  ],
  [
    () =>
      PrecisionAtK.fromJSON({ ...written(new PrecisionAtK({ k: 1 })), state: { sum: 3, count: 2 } } as never),
    'json.state.sum must be a finite number from 0 to 2',
  ],
  [
    () => CoverageError.fromJSON({ ...written(new CoverageError()), state: { sum: 7, count: 2 } } as never),
    'json.state.sum must be a finite number from 0 to 6',
  ],
  [
    () => {
      const json = written(new PropensityScoredPrecisionAtK({ k: 1, propensities: [1, 0.5, 1] }));
      return PropensityScoredPrecisionAtK.fromJSON({ ...json, state: { gained: 3, best: 2 } } as never);
    },
    'json.state.gained must be a finite number from 0 to 2',
  ],
  [
    () => {
      const json = written(new IntersectionOverUnion());
      return IntersectionOverUnion.fromJSON({
        ...json,
        state: { ...json.state, examplesOfSets: 1 },
      } as never);
    },
    'json.state.examplesOfSets must be an integer from 2 to 2; got 1.',
  ],
  [
    () => MetricCollection.fromJSON([null] as never),
    'json[0] must be the result of toJSON() of a metric; got null.',
  ],
  [
    () => MetricCollection.fromJSON([written(new F1Score()), {}] as never),
    'json[1] must be the result of toJSON() of a metric; got undefined.',
  ],
  [
    () => MetricCollection.fromJSON(null as never),
    'json must be the result of toJSON() of a MetricCollection; got null.',
  ],
])('JSON that no metric wrote %# is refused', (call, message) => {
  expect(call).toThrow(message);
  expect(call).toThrow(ValueError);
});

test.each(cases)('%s comes back from JSON whole, NaN and infinities included', (_, { make, entry }) => {
  fc.assert(
    fc.property(data(), (data) => {
      const metric = make();
      metric.update(data.targets, data.scores);
      const read = entry.fromJSON(JSON.parse(JSON.stringify(metric)) as MetricJSON);
      expect(read.options).toEqual(metric.options);
      expect(read.toJSON()).toEqual(metric.toJSON());
      expectSame(read.result(), metric.result());
      expect(read.merge(metric).examples).toBe(2 * data.targets.length);
    }),
    { numRuns: 5 },
  );
});

test('a merge that one metric of a collection refuses is done by none', () => {
  const [mine, other] = [1, 2].map((k) => new MetricCollection(['hammingLoss', new F1AtK({ k })]));
  for (const metrics of [mine, other]) metrics.update(y, s);
  const before = JSON.stringify([mine, other]);
  expect(() => mine.merge(other)).toThrow(
    'other must be the same metric with the same options: f1AtK({"k":1,',
  );
  const wider = new MetricCollection(['hammingLoss', new F1AtK({ k: 1 })]);
  wider.metrics[1].update([[1, 0]], [[1, 0]]);
  expect(() => mine.merge(wider)).toThrow(
    'other must be of 3 labels, like the examples before; got "2 labels".',
  );
  expect(() => mine.merge(null as never)).toThrow(
    'other must be a collection of the same 2 metrics; got null.',
  );
  expect(JSON.stringify([mine, other])).toBe(before);
});
