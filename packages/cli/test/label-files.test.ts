import { gzipSync } from 'node:zlib';
import { npyMatrix } from '@argmaxable/test-support/files';
import '@tensorflow/tfjs-backend-cpu';
import { argmaxable, Files, implication } from './command.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));

/** Each set's labels and verdict, of the three labels of which two imply the third. */
async function verdicts(...args: readonly string[]): Promise<string[]> {
  const { out, err } = await argmaxable(['verify', matrix, '--quiet', '--json', ...args]);
  expect(err.replace(/^note: .*\n/gm, '')).toBe('');
  const { results } = JSON.parse(out) as { results: { labels: number[]; verdict: string }[] };
  return results.map(({ labels, verdict }) => `${labels.join()} ${verdict}`);
}

const expected = ['0,1 unargmaxable', '0,2 argmaxable', ' argmaxable'];

async function errorOf(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await argmaxable(args);
  const lines = err.split('\n').filter((line) => line !== '' && !line.startsWith('note: '));
  expect([code, out, lines.length]).toEqual([2, '', 1]);
  return lines[0];
}

describe('a label file is read as what it is', () => {
  const arff = `@relation 'r: -C -3'\n@attribute x real\n@attribute a {FALSE,TRUE}\n@attribute b\\'s {FALSE,TRUE}\n@attribute 'c d' {FALSE,TRUE}
@data % weights, comments\n1,TRUE,TRUE,FALSE,{5}\n1,TRUE,FALSE,TRUE, % two\n{}\n`;
  test.each<[string, string, string | Buffer, string[]]>([
    ['JSON lines', 'x.jsonl', '[0,1]\n[0,2]\n[]\n', []],
    ['JSON lines, compressed', 'z.jsonl', gzipSync('[0,1]\n[0,2]\n[]\n'), []],
    [
      "XMLC's present form, by its first line",
      'trn_X_Y.txt',
      '3 3\n0:1.00000 1:1.00000\n0:1.00000 2:1.00000\n\n',
      [],
    ],
    [
      "XMLC's present form, behind a byte order mark",
      'trn.txt',
      '\uFEFF3 3\r\n0:1 1:1\r\n0:1 2:1\r\n\r\n',
      [],
    ],
    ["XMLC's present form, by name", 'labels', '3 3\n0:1 1:1\n0:1 2:1\n\n', ['--format', 'xmlc']],
    ["XMLC's old form", 'old.txt', '3 9 3\n0,1 0:1\n0,2 8:1e-1\n\n', []],
    ["XMLC's old form, by name", 'old.dat', '3 9 3\n0,1 0:1\n2,0 8:1\n 1:1\n', ['--format', 'xmlc']],
    ['SVMlight', 'x.svm', '# by hand\n0,1 qid:1 1:.5\n0,2 2:1 # two\n 1:1\n', []],
    ['SVMlight with the ending .txt', 'svm.txt', '0,1 1:.5\n0,2 2:1\n 1:1\n', []],
    ['ARFF of MEKA', 'x.arff', arff, []],
    ['ARFF, by option', 'y.arff', arff, ['--label-count', '-3']],
    ['CSV', 'y.csv', 'x,a,b,c\n1,yes,yes,no\n1,yes,no,yes\n1,no,no,no\n', ['--label-count', '-3']],
  ])('%s', async (_, name, content, args) => {
    expect(await verdicts('--labels', files.write(name, content), ...args)).toEqual(expected);
  });

  test('ARFF whose labels the model has in another order', async () => {
    const path = files.write(
      'order.arff',
      '@attribute c {0,1}\n@attribute a {0,1}\n@attribute b {0,1}\n@data\n0,1,1\n1,1,0\n0,0,0\n',
    );
    const names = files.write('abc.txt', 'a\nb\nc\n');
    expect(await verdicts('--labels', path, '--label-count', '3', '--label-names', names)).toEqual(expected);
    const others = files.write('others.txt', 'x\ny\nz\n');
    expect(await verdicts('--labels', path, '--label-count', '3', '--label-names', others)).toEqual([
      '1,2 argmaxable',
      '0,1 unargmaxable',
      ' argmaxable',
    ]);
  });

  test('the header of a text file says how many labels there are, which tells how a matrix lies', async () => {
    const wide = files.write(
      'wide.npy',
      npyMatrix([
        [1, 0, 1, 2],
        [0, 1, 1, 3],
      ]),
    );
    for (const header of ['1 4', '1 9 4', '# x\n1 9 4']) {
      const labels = files.write('wide.txt', `${header}\n0:1\n`);
      const { err } = await argmaxable(['verify', wide, '--quiet', '--labels', labels]);
      expect(err).toContain('4 labels by the label file');
    }
  });
});

describe('errors name the file that has the flaw', () => {
  const arff = files.write(
    'good.arff',
    '@attribute a {0,1}\n@attribute b {0,1}\n@attribute c {0,1}\n@data\n1,0,0\n',
  );
  test.each([
    ['cut off', '<labels>\n<label name="a"/>', /bad\.xml: xml, line 2, column 18 must be XML: <\/labels>/],
    ['of another kind', '{}', /bad\.xml: xml, line 1, column 1 must be XML/],
    ['empty', '', /bad\.xml: xml, line 1/],
    ['a folder', null, /bad-folder: this is a folder/],
    ['not UTF-8', Buffer.from([0xff]), /bad\.xml: xml, line 1 must be UTF-8 text/],
    [
      'with another label',
      '<labels><label name="d"/></labels>',
      /bad\.xml: label "d" is not an attribute of .*good\.arff/,
    ],
  ])('an XML file that is %s', async (_, xml, message) => {
    const path = xml === null ? files.folderAt('bad-folder') : files.write('bad.xml', xml);
    expect(await errorOf('stats', arff, '--xml', path)).toMatch(message);
  });

  test('an ARFF file beside a good XML file', async () => {
    const xml = files.write('good.xml', '<labels><label name="a"/></labels>');
    const bad = files.write('bad.arff', '@attribute a {0,1}\n@data\n2\n');
    expect(await errorOf('stats', bad, '--xml', xml)).toMatch(/bad\.arff: line 3, column 1 must be 0 or 1/);
  });

  test('label names, and labels that are none of them', async () => {
    const labels = files.write('named.jsonl', '["rain"]\n["rainy"]\n');
    const names = files.write('names.txt', 'rain\nsnow\nfog\n');
    expect(await errorOf('stats', labels, '--label-names', names)).toMatch(
      /named\.jsonl: line 2, item 1 must be one of --label-names; got "rainy"\. Did you mean 'rain'\?/,
    );
    const bad = files.write('bad.txt', 'rain\n\nsnow\n');
    expect(await errorOf('stats', labels, '--label-names', bad)).toMatch(
      /bad\.txt: line 2 must be a label name/,
    );
  });
});

describe('label names', () => {
  test.each([
    ['a vocabulary', '[UNK]\n[CLS]\nrain\n'],
    ['numbers in brackets', '[1]\n[2]\n[3]\n'],
    ['JSON', '["[UNK]", "[CLS]", "rain"]'],
    ['JSON over lines', '[\n"[UNK]",\n"[CLS]",\n"rain"\n]'],
  ])('of %s', async (_, content) => {
    const names = files.write('vocabulary.txt', content);
    const labels = files.write('labels.jsonl', '[0,1]\n[0,2]\n[]\n');
    expect(await verdicts('--labels', labels, '--label-names', names)).toEqual(expected);
  });

  test('control characters and turns of direction do not reach the terminal', async () => {
    const odd = ['\u001b]0;title\u0007a', 'b\u009b31m\u202e', 'd\u2066\u200f\u0000'];
    const labels = files.write('odd.jsonl', `${JSON.stringify(['\u001b[31m\u202e'])}\n`);
    const names = files.write('odd.json', JSON.stringify(odd));
    const svm = files.write('\u009besc.svm', '\u001b[2J\u009b 1:1\n');
    const arff = files.write('esc.arff', '@attribute "\u001b[2J" {a\u009b,b\u2028}\n@data\na\u009b\n');
    for (const args of [
      ['stats', labels, '--label-names', names],
      ['stats', svm],
      ['stats', arff, '--label-count', '1'],
      ['verify', matrix, '--labels', svm],
    ]) {
      expect(await errorOf(...args)).not.toMatch(control);
    }
  });
});

const control = /(?![\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

describe('a small file makes no large one', () => {
  test.each([
    [
      'a label far away',
      'x.jsonl',
      '[1000000000]\n',
      [],
      /line 1, item 1 must be an integer from 0 to 9999999; got 1000000000\. Raise --max-labels/,
    ],
    [
      'a label far away, SVMlight',
      'x.svm',
      '2000000000 1:1\n',
      [],
      /line 1, column 1 must be a label below 10000000.*Raise --max-labels/,
    ],
    [
      'a header that lies',
      'x.txt',
      '1 1000000000\n0:1\n',
      [],
      /line 1 must be a header of at most 10000000 labels/,
    ],
    [
      'a header that lies, old form',
      'x.txt',
      '1 1000000000000000 1000000000000000\n0 0:1\n',
      [],
      /each number below 2\^31/,
    ],
    [
      'examples that are not there',
      'x.txt',
      '2000000000 3\n0:1\n',
      [],
      /must be 2000000000 examples, as line 1 says; got "the end after 1"/,
    ],
    [
      'brackets',
      'x.jsonl',
      '['.repeat(1000),
      [],
      /line 1 must be JSON of at most 100 nested.*Raise --max-nesting/,
    ],
    [
      'brackets, limit raised',
      'x.jsonl',
      '['.repeat(1000),
      ['--max-nesting', '1000'],
      /line 1.* must be JSON; got/,
    ],
    [
      'a long line',
      'x.jsonl',
      `[0]\n[${' '.repeat(100)}1]`,
      ['--max-line-length', '100'],
      /line 2 must be at most 100 characters long.*Raise --max-line-length/,
    ],
    [
      'a label beyond the limit',
      'x.jsonl',
      '[0,5]\n',
      ['--max-labels', '5'],
      /line 1, item 2 must be an integer from 0 to 4; got 5\. Raise --max-labels/,
    ],
    [
      'a number of labels beyond the limit',
      'x.jsonl',
      '[0]\n',
      ['-n', '1000000000'],
      /--num-labels must be an integer from 1 to 10000000; got 1000000000\. Raise --max-labels/,
    ],
    ['a compressed file that is cut off', 'x.jsonl', gzipSync('[0]\n').subarray(0, 12), [], /x\.jsonl/],
    [
      'an option for another format',
      'x.svm',
      '0 1:1\n',
      ['--max-nesting', '5'],
      /--max-nesting is for JSON lines; the labels are read as svmlight/,
    ],
  ])('%s', async (_, name, content, args, message) => {
    expect(await errorOf('stats', files.write(name, content), ...args)).toMatch(message);
  });

  test('a vocabulary of one line without end', async () => {
    const labels = files.write('one.jsonl', '[0]\n');
    const names = files.write('long.txt', '['.repeat(2 ** 24 + 1));
    expect(await errorOf('stats', labels, '--label-names', names)).toMatch(
      /long\.txt: line 1 must be at most 16777216 characters long; got "\[{60}\.\.\."\. Raise --max-line-length/,
    );
  });
});
