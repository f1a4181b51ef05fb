import '@tensorflow/tfjs-backend-cpu';
import { LabelSets, ValueError } from '@argmaxable/core';
import {
  accuracyScore,
  averagePrecisionScore,
  f1Score,
  hammingLoss,
  multiLabelReport,
  precisionScore,
  recallScore,
} from '../src/index.js';
import reference from './fixtures/metrics.json' with { type: 'json' };

const { scores, targets } = reference;
const sets = LabelSets.fromMultiHot(targets);
const n = sets.numLabels;
const decided = LabelSets.from(
  scores.map((row) => row.flatMap((score, label) => (score > 0 ? [label] : []))),
  n,
);
const labelNames = targets[0].map((_, label) => `label ${label}`);

/** The cells of the table whose first column has this title. */
function tableOf(text: string, title: string): string[][] {
  const block = text.split('\n\n').find((block) => block.startsWith(`| ${title}`))!;
  return block.split('\n').map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
}

describe('of label sets', () => {
  const report = multiLabelReport(targets, decided, { labelNames, zeroDivision: 0 });
  const ofScores = multiLabelReport(targets, scores, { labelNames, threshold: 0 });

  test('it holds what the same sets from scores give, and nothing that needs scores', () => {
    const { examples, labels, micro, macro, weighted, samples, accuracy } = ofScores;
    const perLabel = ofScores.perLabel.map(({ averagePrecision, rocAuc, ...values }) => {
      expect([averagePrecision, rocAuc]).toHaveLength(2);
      return values;
    });
    expect({ ...report }).toEqual({
      examples,
      labels,
      micro,
      macro,
      weighted,
      samples,
      accuracy,
      hammingLoss: ofScores.hammingLoss,
      perLabel,
    });
    expect(report.macro.f1).toBe(f1Score(targets, decided));
  });

  test('its text says what is left out', () => {
    const text = report.toString();
    expect(text).toContain('there are no metrics at k or of rankings');
    expect(text).not.toMatch(/at k \||ROC|nDCG/);
    expect(tableOf(text, 'predicted sets').map(([name]) => name)).toEqual([
      'predicted sets',
      '--------------',
      'micro',
      'macro',
      'weighted',
      'samples',
    ]);
    expect(tableOf(text, 'label')[0]).toEqual(['label', 'support', 'precision', 'recall', 'F1', 'Jaccard']);
  });

  test('it costs what is active', () => {
    const [size, labels] = [1000, 200_000];
    const diagonal = LabelSets.from(
      Array.from({ length: size }, (_, i) => [i]),
      labels,
    );
    expect(multiLabelReport(diagonal, diagonal).micro.f1).toBe(1);
  });

  test.each(['k', 'threshold', 'thresholds', 'propensities'] as const)('%s is refused', (name) => {
    const call = () => multiLabelReport(targets, decided, { [name]: 1 });
    expect(call).toThrow(`${name} must be omitted if the predictions are label sets; got 1.`);
    expect(call).toThrow(ValueError);
  });
});

describe('thresholds', () => {
  const thresholds = [0.5, -Infinity, -0.25];
  const report = multiLabelReport(targets, scores, { threshold: 0.1, thresholds, zeroDivision: 1 });

  test('each gives the metrics of label sets at it, in the order given', () => {
    expect(report.byThreshold!.map(({ threshold }) => threshold)).toEqual(thresholds);
    for (const { threshold, ...values } of report.byThreshold!) {
      const { micro, macro, weighted, samples, hammingLoss, accuracy } = multiLabelReport(targets, scores, {
        threshold,
        zeroDivision: 1,
      });
      expect(values).toEqual({ micro, macro, weighted, samples, hammingLoss, accuracy });
      expect(accuracy).toBe(accuracyScore(targets, scores, { threshold }));
    }
    expect(report.hammingLoss).toBe(hammingLoss(targets, scores, { threshold: 0.1 }));
  });

  test('they are a table by threshold', () => {
    const [head, , ...rows] = tableOf(report.toString(), 'score > t, for all labels');
    expect(head.slice(1, 4)).toEqual(['micro precision', 'micro recall', 'micro F1']);
    expect(rows.map(([threshold]) => threshold)).toEqual(['0.5', '-Infinity', '-0.25']);
    expect(rows[2][3]).toBe(report.byThreshold![2].micro.f1.toFixed(4));
  });

  test('JSON has the infinite ones as words', () => {
    const json = JSON.parse(JSON.stringify(report)) as { byThreshold: { threshold: unknown }[] };
    expect(json.byThreshold.map(({ threshold }) => threshold)).toEqual([0.5, '-Infinity', -0.25]);
    expect(json).toMatchObject({ threshold: 0.1, macro: report.macro });
  });

  test('without them there is no such part', () => {
    expect(multiLabelReport(targets, scores)).not.toHaveProperty('byThreshold');
  });

  test.each<[unknown, string]>([
    [0, 'thresholds must be an array of one number or more, each a threshold for all labels; got 0.'],
    [[], 'thresholds must be an array of one number or more'],
    ['0.5', 'thresholds must be an array of one number or more'],
    [[0, NaN], 'thresholds[1] must be a number, not NaN; got NaN.'],
    [[0, null], 'thresholds[1] must be a number, not NaN; got null.'],
    [[[0, 1]], 'thresholds[0] must be a number, not NaN; got [0, 1].'],
    [new Map(), 'thresholds must be an array of one number or more'],
  ])('%p is refused', (thresholds, message) => {
    const call = () => multiLabelReport(targets, scores, { thresholds: thresholds as never });
    expect(call).toThrow(message);
    expect(call).toThrow(ValueError);
  });
});

describe('of each label', () => {
  const many = 30;
  const yTrue = LabelSets.from(
    Array.from({ length: 60 }, (_, i) => [...new Set([i % many, (i * i) % 7])]),
    many,
  );
  const yPred = Array.from({ length: 60 }, (_, i) =>
    Array.from(
      { length: many },
      (_, label) => Math.sin(i * 3 + label * label) + (label === i % many ? 1 : 0),
    ),
  );
  const names = Array.from({ length: many }, (_, label) => `name ${label}`);

  test('perLabel lists every label, the most frequent first', () => {
    const report = multiLabelReport(yTrue, yPred, { labelNames: names, perLabel: true });
    const [head, , ...rows] = tableOf(report.toString(), 'label');
    expect(head).toEqual([
      'label',
      'support',
      'precision',
      'recall',
      'F1',
      'Jaccard',
      'average precision',
      'ROC AUC',
    ]);
    const supports = rows.map(([, support]) => Number(support));
    expect(supports).toEqual([...yTrue.labelCounts()].sort((a, b) => b - a));
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(names));
    const label = 3;
    const [row] = rows.filter(([name]) => name === names[label]);
    const values = [
      precisionScore.perLabel(yTrue, yPred)[label],
      recallScore.perLabel(yTrue, yPred)[label],
      f1Score.perLabel(yTrue, yPred)[label],
    ];
    expect(row.slice(2, 5)).toEqual(values.map((value) => value.toFixed(4)));
    expect(row[6]).toBe(averagePrecisionScore.perLabel(yTrue, yPred)[label].toFixed(4));
    // Without it there are the best and the worst.
    expect(tableOf(multiLabelReport(yTrue, yPred).toString(), 'label')).toHaveLength(2 + 21);
  });

  test('equally frequent labels stand by their index', () => {
    const report = multiLabelReport([[0, 1, 0, 1]], [[1, -1, 1, 1]], { perLabel: true });
    const [, , ...rows] = tableOf(report.toString(), 'label');
    expect(rows.map(([label]) => label)).toEqual(['1', '3', '0', '2']);
  });

  test('as CSV, with names that need quotes', () => {
    const labelNames = ['Bread, white', 'say "x"', 'two\r\nlines'];
    // prettier-ignore
    const report = multiLabelReport([[1, 1, 0], [0, 1, 0]], [[2, -1, 0.5], [-1, 3, 1]], { labelNames });
    expect(report.perLabelCsv()).toBe(
      [
        'label,name,support,precision,recall,f1,jaccard,averagePrecision,rocAuc',
        '0,"Bread, white",1,1,1,1,1,1,1',
        `1,"say ""x""",2,1,0.5,${2 / 3},0.5,1,`, // no negatives: no ROC AUC
        '2,"two\r\nlines",0,0,0,0,0,,',
        '',
      ].join('\r\n'),
    );
  });

  test('as CSV of label sets, without names', () => {
    const report = multiLabelReport([[1, 0]], LabelSets.from([[0, 1]], 2));
    expect(report.perLabelCsv()).toBe(
      'label,support,precision,recall,f1,jaccard\r\n0,1,1,1,1,1\r\n1,0,0,0,0,0\r\n',
    );
  });

  test('names cannot break the table or the terminal', () => {
    const labelNames = ['a|b', 'two\nlines', '\u001b[31mred\u202e'];
    const text = multiLabelReport([[1, 1, 0]], [[2, -1, 0.5]], { labelNames, perLabel: true }).toString();
    expect(text).toContain('| a\\|b ');
    expect(text).toContain('| two lines ');
    expect(text).toContain('| \\u001b[31mred\\u202e ');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
  });

  test.each<[object, string]>([
    [{ perLabel: 'yes' }, 'perLabel must be true or false; got "yes".'],
    [{ perLabel: null }, 'perLabel must be true or false; got null.'],
    [{ perLabel: 1 }, 'perLabel must be true or false; got 1.'],
    [{ labelNames: 'ab' }, 'labelNames must be 2 names, one per label; got "ab".'],
    [{ labelNames: ['a', 5] }, 'labelNames[1] must be a string; got 5.'],
    [{ labelNames: ['a', null] }, 'labelNames[1] must be a string; got null.'],
    [{ labelNames: [['a'], 'b'] }, 'labelNames[0] must be a string; got ["a"].'],
    [{ labelNames: null }, 'labelNames must be 2 names, one per label; got null.'],
    [{ k: [] }, 'k must be an integer, or an array of one or more; got [].'],
    [{ k: null }, 'k must be an integer from 1 to 2; got null.'],
    [{ k: '1' }, 'k must be an integer from 1 to 2; got "1".'],
    [{ k: [[1]] }, 'k must be an integer from 1 to 2; got [1].'],
    [{ targets: null }, "targets must be one of 'auto', 'dense', 'sparse'; got null."],
    [{ zeroDivision: null }, 'zeroDivision must be 0, 1 or NaN; got null.'],
    [{ threshold: [0] }, 'threshold must be a number, or 2 numbers, one per label; got [0].'],
    [{ treshold: 0 }, `got "treshold". Did you mean 'threshold'?`],
  ])('%p is refused', (options, message) => {
    const call = () => multiLabelReport([[1, 0]], [[1, 2]], options);
    expect(call).toThrow(message);
    expect(call).toThrow(ValueError);
  });
});
