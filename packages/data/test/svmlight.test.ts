import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { loadSvmlight, type SvmlightOptions } from '../src/index.js';
import { formsOf, plain } from './sources.js';

const xmlc = '4 5 3\n2,0 1:0.5 4:2\n 0:1 3:-1e-3\n\n1\n';

test('the repository form: header, rows without labels, without features, without either', async () => {
  for (const [, source] of formsOf(xmlc, 3)) {
    const { labelSets, labelNames, features } = await loadSvmlight(source, { features: true });
    expect(plain(labelSets)).toEqual([[0, 2], [], [], [1]]);
    expect([labelSets.numLabels, labelNames]).toEqual([3, null]);
    expect([features!.size, features!.width]).toEqual([4, 5]);
    expect([...features!.indptr]).toEqual([0, 2, 4, 4, 4]);
    expect([...features!.indices]).toEqual([1, 4, 0, 3]);
    expect([...features!.values]).toEqual([0.5, 2, 1, Math.fround(-1e-3)]);
  }
});

test('features are left out unless asked for', async () => {
  expect((await loadSvmlight(xmlc)).features).toBeNull();
});

test('without header: comments, tabs, sizes from the text or from the options', async () => {
  const text = '# made by hand\n0,3\t1:1 2:0 # first\n1 5:2\n\n';
  const { labelSets, features } = await loadSvmlight(text, { features: true });
  expect(plain(labelSets)).toEqual([[0, 3], [1]]);
  expect([labelSets.numLabels, features!.width]).toEqual([4, 6]);
  expect([...features!.values]).toEqual([1, 2]); // 2:0 is 0 like what is left out
  const larger = await loadSvmlight(text, { features: true, numLabels: 9, numFeatures: 8 });
  expect([larger.labelSets.numLabels, larger.features!.width]).toEqual([9, 8]);
});

test('what is written is what is read', async () => {
  const row = fc.record({
    labels: fc.uniqueArray(fc.integer({ min: 0, max: 6 })),
    features: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const lines = rows.map(
        ({ labels, features }) =>
          `${labels.join(',')} ${features.map((value, i) => `${i}:${value}`).join(' ')}`,
      );
      const text = [`${rows.length} 4 7`, ...lines].join('\n');
      const { labelSets, features } = await loadSvmlight(text, { features: true });
      expect(plain(labelSets)).toEqual(rows.map(({ labels }) => labels.sort((a, b) => a - b)));
      const dense = features!.toDense();
      expect(dense.arraySync()).toEqual(rows.map(({ features }) => features.map((value) => value + 0)));
      dense.dispose();
    }),
    { numRuns: 50 },
  );
});

test('rows of features by number, also twice', async () => {
  const { features } = await loadSvmlight(xmlc, { features: true });
  const dense = features!.toDense([3, 0, 0]);
  const first = [0, 0.5, 0, 0, 2];
  expect(dense.arraySync()).toEqual([[0, 0, 0, 0, 0], first, first]);
  dense.dispose();
  expect(() => features!.toDense([4])).toThrow('rows[0] must be an integer from 0 to 3; got 4.');
});

test.each<[string, string, SvmlightOptions, string]>([
  ['an empty text', '', {}, 'source must be text with one example or more'],
  ['a header alone', '2 5 3\n', {}, 'line 2 must be 2 examples, as line 1 says; got "the end after 0"'],
  [
    'a file cut off',
    '2 5 3\n1 0:1\n',
    {},
    '2 examples, as line 1 says; got "the end after 1". Is the file cut off?',
  ],
  [
    'too many rows',
    '1 5 3\n1 0:1\n2 0:1\n',
    {},
    'line 3 must be the end: line 1 says 1 examples; got "2 0:1".',
  ],
  ['a header of nothing', '0 5 3\n', {}, 'line 1 must be a header of one example and one label or more'],
  ['a header beyond int32', '1 5 4294967296\n', {}, 'each number below 2^31; got "1 5 4294967296".'],
  ['a label out of range', '1 5 3\n0,3 0:1', {}, 'line 2, column 3 must be a label from 0 to 2; got "3".'],
  [
    'a label beyond the option',
    '9 0:1',
    { numLabels: 9 },
    'line 1, column 1 must be a label from 0 to 8; got "9".',
  ],
  ['a label below 0', '-1 0:1', {}, 'line 1, column 1 must be a label, an integer 0 or more; got "-1".'],
  ['a label with a sign', '+1 0:1', {}, 'line 1, column 1 must be a label'],
  ['a label with a point', '1.0 0:1', {}, 'line 1, column 1 must be a label'],
  ['a label beyond int32', '4294967296 0:1', {}, 'line 1, column 1 must be a label'],
  ['a name', 'cat 0:1', {}, 'line 1, column 1 must be a label, an integer 0 or more; got "cat".'],
  [
    'a label twice',
    '1,2,1 0:1',
    {},
    'line 1, column 5 must be a label that is not repeated in its row; got "1".',
  ],
  ['a comma at the end', '1, 0:1', {}, 'line 1, column 3 must be a label, an integer 0 or more; got "".'],
  ['a space between labels', '1, 2 0:1', {}, 'line 1, column 3 must be a label'],
  [
    'a feature out of range',
    '1 5 3\n0 5:1',
    {},
    'line 2, column 3 must be index:value, index from 0 to 4; got "5:1".',
  ],
  [
    'features that descend',
    '0 2:1 1:1',
    {},
    'line 1, column 7 must be a feature above 2, the one before; got "1:1".',
  ],
  ['a feature twice', '0 2:1 2:1', {}, 'line 1, column 7 must be a feature above 2'],
  ['a value cut off', '0 2:1 3:', {}, 'line 1, column 9 must be a finite number (float32); got "".'],
  ['NaN', '0 2:NaN', {}, 'line 1, column 5 must be a finite number (float32); got "NaN".'],
  ['an infinity', '0 2:1e39', {}, 'line 1, column 5 must be a finite number (float32); got "1e39".'],
  [
    'a pair cut off',
    '0 2:1 3',
    {},
    'line 1, column 7 must be index:value, index an integer 0 or more; got "3".',
  ],
  ['a blank line without header', '0 1:1\n\n1 1:1', {}, 'line 2 must be a row (a blank line is a row only'],
  ['a header unlike numLabels', '1 5 3\n0', { numLabels: 4 }, 'line 1 must be a header with numLabels 4'],
  [
    'a header unlike numFeatures',
    '1 5 3\n0',
    { numFeatures: 4 },
    'a header with numFeatures 4, as the option says',
  ],
  [
    'a wrong option',
    '0',
    { features: 1 } as unknown as SvmlightOptions,
    'features must be true or false; got 1.',
  ],
  [
    'an unknown option',
    '0',
    { n: 1 } as SvmlightOptions,
    'must be among numLabels, numFeatures, firstFeature, features',
  ],
])('%s is refused', async (_, text, options, message) => {
  await expect(loadSvmlight(text, options)).rejects.toThrow(message);
});
