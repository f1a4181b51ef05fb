import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { io, tensor2d } from '@tensorflow/tfjs-core';
import { layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import {
  attachedReport,
  attachReport,
  type LabelSetInput,
  mergeReports,
  verify,
  verifyMatrix,
  VerifyReport,
} from '../../src/index.js';
import { untimed } from '../small-cases.js';

const weights = gaussianMatrix(7, 3, 5);
const sets = allLabelSets(7);

test('a report comes back from JSON as it was', async () => {
  const input = { weights: [...weights, [0, 0, 0]] };
  const report = await verifyMatrix(input, [...sets, [7]], { certificates: true });
  const again = VerifyReport.fromJSON(JSON.parse(JSON.stringify(report)));
  expect(again.results).toEqual(report.results);
  expect(report.results.at(-1)!.radius.lower).toBe(-Infinity);
  expect(String(again)).toBe(String(report));
  expect(again.settings).toEqual(report.settings);
  for (const other of [{ results: [] }, { ...report.toJSON(), version: 1 }]) {
    expect(() => VerifyReport.fromJSON(other)).toThrow(/json must be a report as VerifyReport.toJSON/);
  }
});

test('certificates only on request', async () => {
  const [result] = (await verifyMatrix({ weights }, [[0]])).results;
  expect(result.witness ?? result.multipliers).toBeUndefined();
});

test('quantiles and the hardest sets', async () => {
  const report = await verifyMatrix({ weights }, sets, { mode: 'radius' });
  const radii = report.results
    .filter(({ verdict }) => verdict === 'argmaxable')
    .map(({ radius }) => radius.lower)
    .sort((a, b) => a - b);
  const [least, median, greatest] = report.radiusQuantiles([0, 0.5, 1]);
  expect([least, greatest]).toEqual([radii[0], radii.at(-1)]);
  expect(radii.filter((radius) => radius < median).length / radii.length).toBeCloseTo(0.5, 1);
  const { unargmaxable } = report.distinctCounts;
  const hardest = report.hardest(unargmaxable + 2);
  expect(hardest.slice(0, unargmaxable).every(({ verdict }) => verdict === 'unargmaxable')).toBe(true);
  expect(hardest.slice(unargmaxable).map(({ radius }) => radius.lower)).toEqual(radii.slice(0, 2));
});

describe('label sets come in any form', () => {
  const labelSets = LabelSets.from(sets, 7);
  async function* oneByOne() {
    for (const set of sets) yield await Promise.resolve(set);
  }
  test.each<[string, () => LabelSetInput, number | null]>([
    ['LabelSets', () => labelSets, 128],
    ['multi-hot', () => labelSets.toMultiHot(), 128],
    ['sparse', () => labelSets.toPadded(8), 128],
    ['an iterable', () => new Set(sets), null],
    ['an async iterable', oneByOne, null],
  ])('%s', async (_, input, expectedTotal) => {
    const totals = new Set<number | null>();
    const onProgress = ({ total }: { total: number | null }) => totals.add(total);
    const report = await verifyMatrix({ weights }, input(), { onProgress });
    expect(untimed(report)).toEqual(untimed(await verifyMatrix({ weights }, sets)));
    expect([...totals]).toEqual([expectedTotal]);
  });

  test('an iterable is stopped at the first bad set, which is named', async () => {
    const run = verifyMatrix({ weights }, new Set([[0], [9]]));
    await expect(run).rejects.toThrow(/labelSets\[1\] must be an integer from 0 to 6; got 9/);
  });

  test('an endless iterable is read one set at a time', async () => {
    let given = 0;
    function* endless() {
      for (;;) yield [given++ % 7];
    }
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => done === 50 && controller.abort();
    const run = verifyMatrix({ weights }, endless(), { onProgress, signal: controller.signal });
    await expect(run).rejects.toThrow('abort');
    expect(given).toBeLessThanOrEqual(51);
  });
});

test('shards of one input give the report of one run', async () => {
  const input = [...sets, ...sets.slice(0, 3)];
  const shards = ['3/3', '1/3', '2/3'].map((shard) => verifyMatrix({ weights }, input, { shard }));
  const whole = await verifyMatrix({ weights }, input);
  const merged = mergeReports(await Promise.all(shards));
  const proofs = ({ results }: VerifyReport) =>
    results.map(({ labels, verdict, method }) => ({ labels, verdict, method }));
  expect(proofs(merged)).toEqual(proofs(whole));
  expect(merged.settings).toEqual(whole.settings);
  expect(merged.distinct.map(({ labels }) => labels)).toEqual(whole.distinct.map(({ labels }) => labels));
  await expect(verifyMatrix({ weights }, sets, { shard: '0/3' })).rejects.toThrow(/shard must be 'i\/m'/);
});

test.each(['verdict', 'radius'] as const)(
  'a time limit leaves a set undecided, with the reason and the bounds so far, mode %s',
  async (mode) => {
    const weights = gaussianMatrix(400, 60, 2);
    const labelSet = [0, 1, 2, 3];
    const [late] = (await verifyMatrix({ weights }, [labelSet], { mode, timeLimit: 0 })).results;
    expect(late).toMatchObject({
      verdict: 'undecided',
      method: 'none',
      failure: 'The time limit for one label set was reached.',
    });
    const [inTime] = (await verifyMatrix({ weights }, [labelSet], { mode: 'radius' })).results;
    expect(late.radius.lower).toBeLessThanOrEqual(inTime.radius.upper);
    expect(late.radius.upper).toBeGreaterThanOrEqual(inTime.radius.lower);
  },
);

test('an attached report travels with the model, and knows when weights have changed', async () => {
  const model = sequential({ layers: [layers.dense({ units: 7, inputShape: [3], useBias: false })] });
  model.setUserDefinedMetadata({ mine: 1 });
  const report = await verify(model, { labelSets: sets });
  attachReport(model, report);
  let saved: io.ModelArtifacts;
  await model.save(
    io.withSaveHandlerSync((artifacts) => {
      saved = JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined })) as io.ModelArtifacts;
      saved.weightData = artifacts.weightData;
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    }) as unknown as io.IOHandler,
  );
  const loaded = await loadLayersModel(io.fromMemory(saved!));
  const found = await attachedReport(loaded);
  expect(found.stale).toBe(false);
  expect(found.report.counts).toEqual(report.counts);
  expect(loaded.getUserDefinedMetadata()).toMatchObject({ mine: 1 });
  loaded.setWeights([tensor2d(gaussianMatrix(3, 7, 1))]);
  expect((await attachedReport(loaded)).stale).toBe(true);
  const bare = sequential({ layers: [layers.dense({ units: 2, inputShape: [1] })] });
  await expect(attachedReport(bare)).rejects.toThrow(/model must be one with a report.*attachReport/);
});

test('an attached report is stale when the projection in front of the matrix has changed', async () => {
  const front = layers.dense({ units: 3, inputShape: [4] });
  const model = sequential({ layers: [front, layers.dense({ units: 7 })] });
  attachReport(model, await verify(model, { labelSets: sets.slice(0, 5) }));
  expect((await attachedReport(model)).stale).toBe(false);
  front.setWeights([tensor2d(gaussianMatrix(4, 3, 1)), front.getWeights()[1]]);
  expect((await attachedReport(model)).stale).toBe(true);
  // About the matrix alone, the projection does not matter.
  attachReport(model, await verify(model, { labelSets: sets.slice(0, 5), about: 'classifier' }));
  front.setWeights([tensor2d(gaussianMatrix(4, 3, 2)), front.getWeights()[1]]);
  expect((await attachedReport(model)).stale).toBe(false);
});
