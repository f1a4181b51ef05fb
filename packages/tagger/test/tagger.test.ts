import '@tensorflow/tfjs-backend-cpu';
import { io, memory, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { Tagger, TaggerFileError } from '../src/index.js';
import { smallData, wrongData } from './examples.js';

beforeAll(() => setBackend('cpu'));

async function artifactsOf(tagger: Tagger): Promise<io.ModelArtifacts> {
  const saved: io.ModelArtifacts[] = [];
  await tagger.save(
    io.withSaveHandler((artifacts) => {
      saved.push(artifacts);
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  // As a file: JSON and bytes.
  return { ...saved[0], ...(JSON.parse(JSON.stringify({ ...saved[0], weightData: undefined })) as object) };
}

const handler = (artifacts: io.ModelArtifacts) => ({ load: () => Promise.resolve(artifacts) });

test('tags texts by the words that it learnt, also in new texts', async () => {
  const tagger = await Tagger.train(smallData());
  expect(tagger.labels).toEqual(['bird', 'small', 'large', 'plant', 'tool']);
  const [tags, none] = await tagger.predict(['this HUGE eagle!', '']);
  expect(tags.map(({ label }) => label).sort()).toEqual(['bird', 'large']);
  expect(tags[0].score).toBeGreaterThanOrEqual(tags[1].score);
  expect(none.every(({ score }) => score > 0 && score < 1)).toBe(true);
  const { microF1, report, unknownTags } = await tagger.evaluate(smallData());
  expect(microF1).toBeGreaterThan(0.95);
  expect(report.perLabel.map(({ name }) => name)).toEqual(tagger.labels);
  expect(unknownTags.size).toBe(0);
  expect(String(tagger)).toMatch(/^Tagger of 5 labels: a linear layer on \d+ runs of words/);
});

test('the same data and seed give the same tagger, another seed another', async () => {
  const [a, b, c] = [
    await Tagger.train(smallData(), { seed: 1 }),
    await Tagger.train(smallData(), { seed: 1 }),
    await Tagger.train(smallData(), { seed: 2 }),
  ];
  const texts = smallData().texts;
  expect(a.logits(texts)).toEqual(b.logits(texts));
  expect(a.logits(texts)).not.toEqual(c.logits(texts));
});

test('predict with top gives the most probable labels, whatever the rule says', async () => {
  const tagger = await Tagger.train(smallData());
  const [all] = await tagger.predict(['a tiny owl'], { top: 5 });
  expect(all).toHaveLength(5);
  expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((x, y) => y - x));
  await expect(tagger.predict(['a'], { top: 6 })).rejects.toThrow(/top must be an integer from 1 to 5/);
});

test('a loaded tagger gives the same bits, and tfjs opens the model and gives the same logits', async () => {
  const tagger = await Tagger.train(smallData());
  const artifacts = await artifactsOf(tagger);
  const before = memory().numTensors;
  const again = await Tagger.load(handler(artifacts));
  const texts = [...smallData().texts, 'an unknown sentence', ''];
  expect(again.logits(texts)).toEqual(tagger.logits(texts));
  expect(await again.predict(texts)).toEqual(await tagger.predict(texts));
  expect(String(again)).toBe(String(tagger));
  expect(memory().numTensors).toBe(before);

  const model = await loadLayersModel(handler(artifacts));
  const explained = tagger.explain('a tiny owl', 'bird');
  const { encoder } = (artifacts.userDefinedMetadata as { argmaxableTagger: SavedTagger }).argmaxableTagger;
  const numbers = explained.contributions.map(({ gram, of }) =>
    of === 'words'
      ? encoder.words.grams.indexOf(gram)
      : encoder.words.grams.length + encoder.characters.grams.indexOf(gram),
  );
  const bias = encoder.words.grams.length + encoder.characters.grams.length;
  const row = new Map(numbers.map((number, i) => [number, explained.contributions[i].logit]));
  const weights = new Float32Array(artifacts.weightData as ArrayBuffer);
  const values = numbers.map((number) => row.get(number)! / weights[number * 5]);
  const logits = model.predict([
    tensor2d([[...numbers, bias]], undefined, 'int32'),
    tensor2d([[...values, 1]]),
  ]) as ReturnType<typeof tensor2d>;
  const expected = tagger.logits(['a tiny owl']);
  // float32 sums of some 30 products against float64 ones.
  logits.dataSync().forEach((logit, label) => expect(logit).toBeCloseTo(expected[label], 4));
});

interface SavedTagger {
  readonly encoder: Record<'words' | 'characters', { grams: string[] }>;
}

test('an explanation adds up to the logit', async () => {
  const tagger = await Tagger.train(smallData());
  const { logit, bias, contributions } = tagger.explain('a tiny owl', 'bird');
  expect(logit).toBe(tagger.logits(['a tiny owl'])[tagger.labels.indexOf('bird')]);
  expect(contributions.reduce((sum, one) => sum + one.logit, bias)).toBeCloseTo(logit, 5); // float32
  expect(contributions[0].gram).toMatch(/owl|ow|wl/);
  expect(tagger.explain('a tiny owl', 'bird', { top: 2 }).contributions).toHaveLength(2);
  expect(() => tagger.explain('a', 'birds')).toThrow(/Did you mean 'bird'/);
});

test('tags that are no labels are counted, not scored', async () => {
  const tagger = await Tagger.train(smallData());
  const { unknownTags, microF1 } = await tagger.evaluate({
    texts: ['a tiny owl'],
    tags: [['bird', 'small', 'owl']],
  });
  expect([...unknownTags]).toEqual([['owl', 1]]);
  expect(microF1).toBe(1);
});

test('repeated tags, texts without tags, empty and repeated texts are learnt from', async () => {
  const { texts, tags } = smallData();
  const odd = {
    texts: [...texts, '', 'a rose', 'a rose'],
    tags: [...tags, [], ['plant', 'plant'], ['plant']],
  };
  const tagger = await Tagger.train(odd);
  expect(tagger.training.texts).toBe(texts.length + 3);
  const everywhere = await Tagger.train({ texts, tags: tags.map((names) => [...names, 'thing']) });
  const [found] = await everywhere.predict(['a tiny owl']);
  expect(found.map(({ label }) => label)).toContain('thing');
});

test('a long text is one text', async () => {
  const tagger = await Tagger.train(smallData());
  const [tags] = await tagger.predict(['owl '.repeat(500_000)]);
  expect(tags.map(({ label }) => label)).toContain('bird');
});

test.each(wrongData)('%s: refused', async (_, data, message) => {
  await expect(Tagger.train(data, { folds: 2 })).rejects.toThrow(message);
});

test.each([
  [{ encoder: 'words' as never }, /encoder must be 'ngrams' or its options/],
  [{ encoder: { minCount: 0 } }, /minCount/],
  [{ cost: 0 }, /cost/],
  [{ balance: 2 }, /balance/],
  [{ folds: 1 }, /folds/],
  [{ seed: NaN }, /seed/],
  [{ onProgress: 5 as never }, /onProgress/],
  [{ signal: 5 as never }, /signal must be an AbortSignal/],
  [{ sead: 1 } as never, /Did you mean 'seed'/],
])('option %p is refused', async (options, message) => {
  await expect(Tagger.train(smallData(), options)).rejects.toThrow(message);
});

test('fewer texts than folds are refused', async () => {
  const data = { texts: ['a b', 'a c'], tags: [['x'], ['y']] };
  await expect(Tagger.train(data)).rejects.toThrow(/5 texts or more/);
});

test('progress is reported, and a signal stops the training', async () => {
  const { texts } = smallData();
  const tags = texts.map((_, i) => [`tag ${i % 40}`]);
  const seen: number[] = [];
  await Tagger.train({ texts, tags }, { onProgress: ({ labels }) => seen.push(labels) });
  expect(seen).toEqual([16, 32, 40]);
  const stop = new AbortController();
  const stopped = Tagger.train(
    { texts, tags },
    { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) },
  );
  await expect(stopped).rejects.toThrow('enough');
});

describe('what is no tagger', () => {
  let artifacts: io.ModelArtifacts;
  beforeAll(async () => {
    artifacts = await artifactsOf(await Tagger.train(smallData()));
  });
  const changed = (change: Record<string, unknown>): io.ModelArtifacts => {
    const saved = (artifacts.userDefinedMetadata as { argmaxableTagger: object }).argmaxableTagger;
    return { ...artifacts, userDefinedMetadata: { argmaxableTagger: { ...saved, ...change } } };
  };

  test.each<[string, () => io.ModelArtifacts, string]>([
    ['another model', () => ({ ...artifacts, userDefinedMetadata: undefined }), 'noTagger'],
    ['another version', () => changed({ version: 2 }), 'version'],
    ['other labels', () => changed({ labels: ['a', 'a'] }), 'damaged'],
    ['fewer labels', () => changed({ labels: ['a', 'b'] }), 'damaged'],
    ['no encoder', () => changed({ encoder: null }), 'damaged'],
    ['no texts', () => changed({ encoder: { name: 'ngrams', settings: {}, texts: 0 } }), 'damaged'],
    ['no rule', () => changed({ rule: { rule: 'none' } }), 'damaged'],
    ['no record of the training', () => changed({ training: 5 }), 'damaged'],
    ['fewer bytes', () => ({ ...artifacts, weightData: new ArrayBuffer(8) }), 'damaged'],
    ['weights that are no numbers', () => ({ ...artifacts, weightData: broken(artifacts) }), 'damaged'],
    ['no weights', () => ({ ...artifacts, weightSpecs: [] }), 'damaged'],
  ])('%s', async (_, make, problem) => {
    const loading = Tagger.load(handler(make()));
    await expect(loading).rejects.toBeInstanceOf(TaggerFileError);
    await expect(loading).rejects.toMatchObject({ problem });
  });

  test('no place to load from or to save to', async () => {
    await expect(Tagger.load('nowhere://x')).rejects.toThrow(
      /source must be a URL that tfjs has a handler for/,
    );
    await expect(Tagger.load(5 as never)).rejects.toThrow(/source must be a URL/);
    const tagger = await Tagger.load(handler(artifacts));
    await expect(tagger.save('nowhere://x')).rejects.toThrow(/target must be a URL/);
  });
});

function broken({ weightData }: io.ModelArtifacts): ArrayBuffer {
  const weights = new Float32Array((weightData as ArrayBuffer).slice(0));
  weights[3] = NaN;
  return weights.buffer;
}
