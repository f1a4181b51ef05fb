import '@tensorflow/tfjs-backend-cpu';
import { loadCsv } from '../src/index.js';

const csv = 'size,"red, light",blue\r\n2.5,TRUE,no\r\n-1e3,false,yes\r\n';

test('labels by count or by name, in that order; the other columns are features', async () => {
  const last = await loadCsv(csv, { labelCount: -2, features: true });
  expect(last.labelNames).toEqual(['red, light', 'blue']);
  expect([...last.labelSets].map((set) => [...set])).toEqual([[0], [1]]);
  expect(last.features!.toDense().arraySync()).toEqual([[2.5], [-1000]]);
  const named = await loadCsv(csv, { labelNames: ['blue', 'red, light'] });
  expect([...named.labelSets].map((set) => [...set])).toEqual([[1], [0]]);
  expect(named.features).toBeNull();
  const first = await loadCsv('a\tx\n0\t5\n1\t6\n', { labelCount: 1, features: true });
  expect([...first.labelSets].map((set) => [...set])).toEqual([[], [0]]);
  expect(first.features!.width).toBe(1);
});

test.each<[string, string, object, string]>([
  [
    'labels of two pairs',
    'x,a\n1,0\n2,yes\n',
    { labelCount: -1 },
    "line 3 must be values of one pair in column 'a'",
  ],
  ['a missing label', 'x,a\n1,0\n2,\n', { labelCount: -1 }, 'line 3 must be values of one pair'],
  [
    'text for a feature',
    'x,a\nlong,0\n',
    { labelCount: -1, features: true },
    "line 2 must be a finite number in column 'x'",
  ],
  [
    'a feature beyond float32',
    'x,a\n1e40,0\n',
    { labelCount: -1, features: true },
    'line 2 must be a finite number',
  ],
  ['a short row', 'x,a\n1\n', { labelCount: -1 }, 'line 2 must be 2 fields'],
  ['a column twice', 'a,a\n1,0\n', { labelCount: -1 }, 'line 1, item 2 must be another name'],
  ['no rows', 'x,a\n', { labelCount: -1 }, 'example'],
  ['nothing', '', { labelCount: -1 }, 'line 1 must be names of columns'],
  ['no word on labels', csv, {}, 'labelCount must be given without labelNames'],
  ['two words on labels', csv, { labelCount: 1, labelNames: ['size'] }, 'omitted if labelNames'],
  ['a name that no column has', csv, { labelNames: ['green'] }, 'among the columns: size, red, light, blue'],
  ['more labels than columns', csv, { labelCount: -4 }, 'from 1 to 3, the number of columns'],
  ['more labels than allowed', csv, { labelCount: 3, maxLabels: 2 }, 'number of labels'],
])('refuses %s', async (_, text, options, message) => {
  await expect(loadCsv(text, options)).rejects.toThrow(message);
});
