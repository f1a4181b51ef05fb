import '@tensorflow/tfjs-backend-cpu';
import { loadSvmlight, loadXmlc, type XmlcOptions } from '../src/index.js';
import { formsOf, plain } from './sources.js';

describe('the present form, trn_X_Y.txt', () => {
  test.each([
    ['as the repository writes it', '3 5\n0:1.00000 3:1.00000\n\n4:1.00000\n'],
    ['with a space behind each label', '3 5 \n0:1.00000 3:1.00000 \n \n4:1.00000 \n'],
    ['with CR LF and a byte order mark', '\uFEFF3 5\r\n0:1 3:1.0\r\n\r\n4:1e0\r\n'],
    ['with zeros, tabs, and blank lines at the end', '3\t5\n0:1\t1:0\t3:+1\n2:0.0\n4:1.\n\n\n'],
    ['without a line break at the end', '3 5\n0:1 3:1\n\n4:1'],
  ])('%s', async (_, text) => {
    for (const [, source] of formsOf(text, 4)) {
      const { labelSets, labelNames, features } = await loadXmlc(source);
      expect(plain(labelSets)).toEqual([[0, 3], [], [4]]);
      expect([labelSets.numLabels, labelNames, features]).toEqual([5, null, null]);
    }
  });

  test('labels may stand in any order', async () => {
    expect(plain((await loadXmlc('1 5\n3:1 0:1 1:0\n')).labelSets)).toEqual([[0, 3]]);
  });

  test('the last example may be without labels', async () => {
    expect(plain((await loadXmlc('2 5\n0:1\n\n')).labelSets)).toEqual([[0], []]);
  });

  test('features come from a text of their own', async () => {
    const { labelSets, features } = await loadXmlc('2 5\n0:1\n\n', {
      featureText: '2 4\n\n1:0.5 3:-2e-1\n',
    });
    expect([labelSets.size, features!.size, features!.width]).toEqual([2, 2, 4]);
    expect([...features!.indptr]).toEqual([0, 0, 2]);
    expect([...features!.indices]).toEqual([1, 3]);
    expect([...features!.values]).toEqual([0.5, Math.fround(-0.2)]);
  });
});

test('the old form is the one of loadSvmlight', async () => {
  const text = '2 5 3\n2,0 1:0.5 4:2\n\n';
  const options = { features: true };
  const [old, same] = [await loadXmlc(text, options), await loadSvmlight(text, options)];
  expect(plain(old.labelSets)).toEqual([[0, 2], []]);
  expect(old).toEqual(same);
});

test.each<[string, string, XmlcOptions, string]>([
  ['an empty text', '', {}, "line 1 must be a header 'examples labels'"],
  [
    'a text without header',
    '0:1 3:1\n',
    {},
    "line 1 must be a header 'examples labels' or 'examples features labels'",
  ],
  ['a header cut off', '3\n0:1\n', {}, "line 1 must be a header 'examples labels'"],
  ['a header of four', '3 5 7 9\n0:1\n', {}, "line 1 must be a header 'examples labels'"],
  ['a header with a point', '3.0 5\n0:1\n', {}, "line 1 must be a header 'examples labels'"],
  [
    'rows cut off',
    '3 5\n0:1\n',
    {},
    'line 3 must be 3 examples, as line 1 says; got "the end after 1". Is the file cut off?',
  ],
  ['too many rows', '1 5\n0:1\n1:1\n', {}, 'line 3 must be the end: line 1 says 1 examples; got "1:1".'],
  ['a row behind the last, blank ones between', '1 5\n0:1\n\n1:1\n', {}, 'line 4 must be the end'],
  [
    'a label out of range',
    '1 5\n0:1 5:1\n',
    {},
    'line 2, column 5 must be index:value, index from 0 to 4; got "5:1".',
  ],
  ['a label below 0', '1 5\n-1:1\n', {}, 'line 2, column 1 must be index:value, index from 0 to 4'],
  ['a label with a point', '1 5\n1.0:1\n', {}, 'line 2, column 1 must be index:value'],
  [
    'a label twice',
    '1 5\n3:1 3:1\n',
    {},
    'line 2, column 5 must be a label that is not repeated in its row; got "3:1".',
  ],
  ['a list of labels', '1 5\n0,3\n', {}, 'line 2, column 1 must be index:value'],
  ['a degree', '1 5\n0:0.5\n', {}, 'line 2, column 3 must be 1 for an active label or 0'],
  ['a value cut off', '1 5\n0:\n', {}, 'line 2, column 3 must be 1 for an active label or 0'],
  ['NaN', '1 5\n0:nan\n', {}, 'line 2, column 3 must be 1 for an active label'],
  ['a hexadecimal value', '1 5\n0:0x1\n', {}, 'line 2, column 3 must be 1 for an active label'],
  ['a header of nothing', '0 5\n', {}, 'line 1 must be a header of one example and one label or more'],
  ['a header that lies', '3 1000000000\n0:1\n', {}, 'line 1 must be a header of at most 10000000 labels'],
  [
    'a header beyond all',
    '3 1000000000000000\n0:1\n',
    {},
    'each number below 2^31; got "3 1000000000000000".',
  ],
  ['examples beyond all', '1000000000000000 3\n0:1\n', {}, 'each number below 2^31'],
  [
    'a header unlike the option',
    '1 5\n0:1\n',
    { numLabels: 4 },
    'line 1 must be a header with numLabels 4, as the option says',
  ],
  [
    'features of labels only',
    '1 5\n0:1\n',
    { features: true },
    'line 1 must be a header of labels and features; got "1 5". Give featureText.',
  ],
  [
    'features of two texts',
    '1 5 3\n0 0:1\n',
    { featureText: '1 2\n0:1\n' },
    'line 1 must be a header without features, because featureText',
  ],
  ['features twice', '1 5\n0:1\n', { featureText: '1 2\n0:1\n', features: true }, 'features must be omitted'],
  [
    'features of other examples',
    '1 5\n0:1\n',
    { featureText: '2 2\n0:1\n' },
    `featureText, line 1 must be a header 'examples features' of 1 examples`,
  ],
  [
    'features out of range',
    '1 5\n0:1\n',
    { featureText: '1 2\n2:1\n' },
    'featureText, line 2, column 1 must be index:value, index from 0 to 1',
  ],
  ['features cut off', '1 5\n0:1\n', { featureText: '1 2\n' }, 'featureText, line 2 must be 1 examples'],
  [
    'no features',
    '1 5\n0:1\n',
    { featureText: '' },
    `featureText, line 1 must be a header 'examples features'`,
  ],
  [
    'another option',
    '1 5\n0:1\n',
    { numFeatures: 3 } as XmlcOptions,
    'options of loadXmlc must be among numLabels, features',
  ],
])('%s is refused', async (_, text, options, message) => {
  await expect(loadXmlc(text, options)).rejects.toThrow(message);
});

test('more labels than maxLabels can be asked for', async () => {
  const { labelSets } = await loadXmlc('1 20000000\n19999999:1\n', { maxLabels: 20_000_000 });
  expect(labelSets.numLabels).toBe(20_000_000);
});
