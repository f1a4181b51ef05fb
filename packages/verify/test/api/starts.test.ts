import '@tensorflow/tfjs-backend-cpu';
import { seededRandom } from '@argmaxable/core';
import { BSLOutput, DFTOutput, findModelEnd, nodeOfModel, readLinearEnd } from '@argmaxable/layers';
import { allLabelSets } from '@argmaxable/test-support';
import { decideExactly, exactRows } from '@argmaxable/test-support/exact';
import { tensor, zeros } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { verify } from '../../src/index.js';

/*
 * The layers that have a constant column, a label bias, both or neither: every label set of a small model is
 * decided as exact arithmetic does, about the model and about its matrix, and what is guaranteed holds.
 */

const units = 6;
const inputs = 5;
const shares = Array<number>(units).fill(0.1);
type Head = BSLOutput | DFTOutput;
const heads: Record<string, () => Head> = {
  'BSL with a constant column': () => new BSLOutput({ units, features: 2 }),
  'BSL with both': () => new BSLOutput({ units, features: 2, labelFrequencies: shares }),
  'BSL with a label bias': () => new BSLOutput({ units, features: 2, priorBias: false, useBias: true }),
  'BSL with neither': () => new BSLOutput({ units, features: 2, priorBias: false }),
  DFT: () => new DFTOutput({ units, k: 1, slack: 1 }),
  'DFT with a label bias': () => new DFTOutput({ units, k: 1, slack: 1, useBias: true }),
  'DFT with a label bias that starts at frequencies': () =>
    new DFTOutput({ units, k: 1, priorBias: false, labelFrequencies: shares }),
};
/** Activations in front, with what they lie between; the first two carry the theorem to the model. */
const fronts: readonly (readonly [name: 'linear' | 'relu' | 'sigmoid', lower: number, upper: number])[] = [
  ['linear', -Infinity, Infinity],
  ['relu', 0, Infinity],
  ['sigmoid', 0, 1],
];
const cases = Object.keys(heads).flatMap((head) => fronts.map((front) => [head, ...front] as const));

/** Weights in quarters, so that scores are of a size with what a bias of up to 3 can outweigh. */
function modelOf(head: Head, activation: 'linear' | 'relu' | 'sigmoid'): LayersModel {
  const model = sequential({
    layers: [
      layers.inputLayer({ inputShape: [inputs] }),
      // No linear layer: the features are the inputs then.
      ...(activation === 'linear' ? [] : [layers.activation({ activation })]),
      head,
    ],
  });
  const random = seededRandom(`weights ${units}`);
  const weights = head.weights.map(({ shape }) => {
    const size = (shape as number[]).reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: size }, () => random.integer(25) / 4 - 3);
    return tensor(values, shape as number[]);
  });
  head.setWeights(weights);
  weights.forEach((weight) => weight.dispose());
  return model;
}

test.each(cases)('%s behind %s features: every set as in exact arithmetic', async (...row) => {
  const [name, activation, lower, upper] = row;
  const model = modelOf(heads[name](), activation);
  const end = await readLinearEnd(findModelEnd(nodeOfModel(model)));
  const rowsOf = (values: Float64Array, width: number) =>
    Array.from({ length: values.length / width }, (_, i) => [...values.slice(i * width, (i + 1) * width)]);
  const { numFeatures, projection } = end;
  const weights = rowsOf(end.weights, numFeatures);
  const matrix = { weights, bias: end.bias && [...end.bias], thresholds: null, ranked: false };
  const reach = (question: Parameters<typeof decideExactly>[0]) => (labels: readonly number[]) =>
    'point' in decideExactly(question, exactRows(question, labels));
  const open = { lower: weights[0].map(() => -Infinity), upper: weights[0].map(() => Infinity) };
  const reachedByMatrix = reach({ ...matrix, projection: null, ...open });
  const reachedByModel = reach({
    ...matrix,
    projection: { weights: rowsOf(projection!.kernel, inputs), bias: [...projection!.offset] },
    lower: Array<number>(inputs).fill(lower),
    upper: Array<number>(inputs).fill(upper),
  });

  const labelSets = allLabelSets(units);
  const { results } = await verify(model, { labelSets });
  const ofMatrix = (await verify(model, { labelSets, about: 'classifier' })).results;
  const answer = (isReached: boolean) => (isReached ? 'argmaxable' : 'unargmaxable');
  labelSets.forEach((labels, at) => {
    const [byModel, byMatrix] = [reachedByModel(labels), reachedByMatrix(labels)];
    expect([labels, results[at].verdict]).toEqual([labels, answer(byModel)]);
    expect([labels, ofMatrix[at].verdict]).toEqual([labels, answer(byMatrix)]);
    const { guaranteed, guaranteedAbout } = results[at];
    if (guaranteed) expect(guaranteedAbout === 'model' ? byModel : byMatrix).toBe(true);
    if (guaranteedAbout === 'model') expect(activation).not.toBe('sigmoid');
  });
  const guaranteed = results.filter((result) => result.guaranteed);
  expect(guaranteed).toHaveLength(name.startsWith('DFT') ? 2 + units * (units - 1) : 0);
  model.dispose();
});

test('a label bias takes sets from a DFT layer of bounded features: the guarantee is of its matrix then', async () => {
  const layer = new DFTOutput({ units, k: 1, labelFrequencies: shares });
  const model = sequential({
    layers: [layers.activation({ activation: 'sigmoid', inputShape: [inputs] }), layer],
  });
  // The scores of features from 0 to 1 are 0.1 at most, before a bias of -2.2.
  const [kernel, offset, bias] = [tensor(Array(15).fill(0.01), [5, 3]), zeros([3]), layer.classifierBias()!];
  layer.setWeights([kernel, offset, bias]);
  [kernel, offset, bias].forEach((weight) => weight.dispose());
  const { results } = await verify(model, { labelSets: [[2]] });
  const [ofMatrix] = (await verify(model, { labelSets: [[2]], about: 'classifier' })).results;
  expect(results[0]).toMatchObject({
    verdict: 'unargmaxable',
    guaranteed: true,
    guaranteedAbout: 'classifier',
  });
  expect(ofMatrix).toMatchObject({ verdict: 'argmaxable', guaranteedAbout: 'classifier' });
  const { guarantee } = await verify(model);
  expect(guarantee).toContain('with any bias on the labels where features can be of any size');
  model.dispose();
});
