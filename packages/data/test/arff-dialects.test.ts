import '@tensorflow/tfjs-backend-cpu';
import { type ArffOptions, loadArff } from '../src/index.js';
import { formsOf, plain } from './sources.js';

/** Three attributes, of which the last two are labels. */
const head = '@relation r\n@attribute x numeric\n@attribute y {0,1}\n@attribute z {0,1}\n@data\n';
const lastTwo: ArffOptions = { labelCount: -2 };

async function setsOf(text: string, options = lastTwo): Promise<number[][]> {
  return plain((await loadArff(text, options)).labelSets);
}

describe('rows as Weka reads them', () => {
  test.each([
    ['plain', '1,0,1'],
    ['with a weight', '1,0,1,{5}'],
    ['with a weight behind a space', '1,0,1 {0.5}'],
    ['with a comma at the end', '1,0,1,'],
    ['with a comma and spaces at the end', '1,0,1 , '],
    ['with a comment', '1,0,1 % the first'],
    ['with a comment at once', '1,0,1% the first, {5}, "'],
    ['with weight and comment', '1,0,1,{2e-1} % {3}'],
    ['with tabs', '\t1,\t0,\t1\t'],
    ['between spaces', '1 0 1'],
    ['between tabs, with a weight', '1\t0\t1\t{5}'],
    ['quoted', `'1',"0",'1'`],
    ['with a missing feature', '?,0,1'],
    ['sparse', '{0 1,2 1}'],
    ['sparse, with spaces', '{ 0 1 , 2\t1 }'],
    ['sparse, with a weight', '{0 1,2 1}, {5}'],
    ['sparse, with a weight at once', '{0 1,2 1}{5}'],
    ['sparse, with commas at the end', '{0 1,2 1,},'],
    ['sparse, with zeros and a comment', '{1 0,2 1} % {1 1}'],
    ['sparse, quoted', `{0 1,2 '1'}`],
  ])('%s', async (_, row) => {
    expect(await setsOf(`${head}${row}\n0,1,0`)).toEqual([[1], [0]]);
    expect(await setsOf(`\uFEFF${head}\n%\n${row}\n\n`.replaceAll('\n', '\r\n'))).toEqual([[1]]);
  });

  test.each([
    ['a value missing between two', '1,,1', 'line 7, column 3 must be a value; got ",".'],
    ['the last value missing', '1,0,', 'line 7 must be 3 values, one for each attribute; got "2 values"'],
    ['two commas at the end', '1,0,1,,', 'line 7, column 7 must be a value'],
    ['a comma at the start', ',1,0,1', 'line 7, column 1 must be a value'],
    [
      'a weight that is none',
      '1,0,1,{heavy}',
      'line 7, column 7 must be the end of the row, or its weight, such as {0.5}',
    ],
    ['a weight without end', '1,0,1,{5', 'line 7, column 7 must be the end of the row, or its weight'],
    ['a weight in the midst', '1,0,{5},1', 'line 7, column 5 must be the end of the row, or its weight'],
    ['text behind a sparse row', '{0 1} 1', 'line 7, column 7 must be the end of the row, or its weight'],
    ['pairs without a comma', '{0 1 2 1}', 'line 7, column 4 must be one value; got "1 2 1". Put quotes'],
    ['a pair missing', '{0 1,,2 1}', `line 7, column 6 must be 'index value'`],
    ['a quoted index', `{'0' 1}`, `line 7, column 2 must be 'index value'`],
    ['an index with a point', '{0.0 1}', `line 7, column 2 must be 'index value'`],
    ['text behind a quote', `'1'0,0,1`, 'line 7, column 4 must be a space or comma after the quote'],
    ['a quote cut off by a comment', `1,0,1,'% `, 'line 7, column 7 must be a text whose quote ends'],
    ['a stray brace', '1,0,1}', 'line 7, column 6 must be a value; got "}".'],
    ['a row in another notation', '1;0;1', 'line 7 must be 3 values, one for each attribute; got "1 values"'],
    ['a decimal comma', '1,5,0,1', 'line 7 must be 3 values, one for each attribute; got "4 values"'],
    ['a label with words', '1,0 1,1', 'line 7, column 3 must be one value; got "0 1".'],
    [
      'a missing label',
      '1,?,1',
      'line 7, column 3 must be 0 or 1 for the label "y"; got "?". ? means a missing',
    ],
    ['a missing sparse label', '{1 ?}', 'line 7, column 4 must be 0 or 1 for the label "y"; got "?".'],
  ])('but not %s', async (_, row, message) => {
    await expect(setsOf(`${head}\n${row}\n`)).rejects.toThrow(message);
  });

  test('a missing value among features that are kept, with its place', async () => {
    await expect(loadArff(`${head}?,0,1`, { ...lastTwo, features: true })).rejects.toThrow(
      'line 6, column 1 must be a value of the attribute "x": a finite number (float32); got "?". ? means',
    );
  });

  test.each(['0x10', 'Infinity', 'NaN', '1e39', '1_0', "''", '1d0'])(
    'the feature %s is no number',
    async (word) => {
      await expect(loadArff(`${head}${word},0,1`, { ...lastTwo, features: true })).rejects.toThrow(
        'line 6, column 1 must be a value of the attribute "x": a finite number (float32)',
      );
    },
  );
});

describe('names and values', () => {
  // The first as in the header of the data set delicious, which other readers take.
  test.each([
    ["TAG_m\\'usica", "TAG_m'usica"],
    ["'TAG_m\\'usica'", "TAG_m'usica"],
    ['"TAG_m\'usica"', "TAG_m'usica"],
    ["it's", "it's"],
    ['say\\"so\\"', 'say"so"'],
    ['C:\\temp', 'C:\\temp'],
    ["'C:\\\\temp'", 'C:\\temp'],
    ["'two words, 50\\% {of}'", 'two words, 50% {of}'],
    ["'tab\\t, line\\n, \\u00e9, \\101'", 'tab\t, line\n, é, A'],
    ['Größe', 'Größe'],
  ])('%s is the name %s', async (written, name) => {
    for (const text of [
      `@attribute ${written} {0, 1}\n@attribute x real\n@data\n1,2\n`,
      `@attribute ${written}{0,1}\n@attribute x real\n@data\n{0 1}\n`,
      `@ATTRIBUTE\t${written}\tNumeric\n@Attribute x real % an unused one\n@DATA\n1,2\n`,
    ]) {
      for (const [, source] of formsOf(text, 3)) {
        const { labelNames, labelSets } = await loadArff(source, { labelCount: 1 });
        expect([labelNames, plain(labelSets)]).toEqual([[name], [[0]]]);
      }
    }
  });

  test('an XML file may have a name as it is written, or as it reads', async () => {
    const text = "@attribute TAG_m\\'usica {0,1}\n@attribute 'a \\\\ b' {0,1}\n@data\n1,0\n0,1";
    for (const name of ["TAG_m'usica", "TAG_m\\'usica"]) {
      const xml = `<labels><label name="a \\ b"/><label name="${name}"/></labels>`;
      const { labelNames, labelSets } = await loadArff(text, { xml });
      expect(labelNames).toEqual(['a \\ b', "TAG_m'usica"]);
      expect(plain(labelSets)).toEqual([[1], [0]]);
    }
  });

  test('nominal values with spaces and commas, quoted or between commas', async () => {
    const text = `@attribute w {none, 'a bit, or two', "100%", very much}\n@attribute y {0 1}\n@data
none,0\n'a bit, or two',1\n"100%",0\nvery much,1\n{0 very much}\n{}\n`;
    const { labelSets, features } = await loadArff(text, { labelCount: -1, features: true });
    expect(plain(labelSets)).toEqual([[], [0], [], [0], [], []]);
    expect([...features!.indices]).toEqual([0, 0, 0, 0]);
    expect([...features!.values]).toEqual([1, 2, 3, 3]);
  });

  test('attributes of every type, their weights, and those in a relation', async () => {
    const text = `@relation 'all kinds' % of attributes
@attribute a string
@attribute b date "yyyy-MM-dd HH:mm" {2}
@attribute c date
@attribute bag relational
  @attribute inner numeric
  @attribute nested relational
    @attribute y {0,1}
  @end nested
@end bag
@attribute d integer {0.5}
@attribute y {0,1} {2.0}
@data % here they come
'a, {b}','2020-01-01 10:00',?,'1,"2\\n3"',3,1
x,?,?,?,4,0
`;
    expect(await setsOf(text, { labelCount: -1 })).toEqual([[0], []]);
  });

  test.each([
    [
      'a relation without end',
      '@attribute b relational\n@attribute y {0,1}\n@data\n',
      'line 3 must be @end b before @data',
    ],
    [
      'another end',
      '@attribute b relational\n@end c\n',
      'line 2 must be @end of the relational attribute that was opened last',
    ],
    ['an end without start', '@end c\n', 'line 1 must be @end of the relational attribute'],
    ['a value twice', '@attribute y {0,1,0}\n', 'line 1 must be values that differ; got "0".'],
    ['a value missing', '@attribute y {0,,1}\n', 'line 1, column 17 must be a value'],
    ['values without end', '@attribute y {0,1\n', 'line 1 must be @attribute name type'],
    ['a name with a comma', '@attribute a,b {0,1}\n', 'Put quotes around a name with spaces or commas.'],
    ['a name with a space', '@attribute a b {0,1}\n', 'line 1 must be @attribute name type'],
    ['a quoted keyword', "'@data'\n", 'line 1 must be @relation, @attribute or @data'],
    ['a row behind @data', '@attribute y {0,1}\n@data 0\n', 'line 2 must be @data on a line of its own'],
    ['two relations', "@relation 'a: -C 1'\n@relation 'b: -C 2'\n", 'line 2 must be the only @relation'],
  ])('%s is refused', async (_, text, message) => {
    await expect(setsOf(text)).rejects.toThrow(message);
  });
});

describe('which labels are active', () => {
  test.each([
    ['{0,1}', '0', '1'],
    ['{1,0}', '0', '1'],
    ['{FALSE,TRUE}', 'FALSE', 'TRUE'],
    ['{TRUE,FALSE}', 'FALSE', 'TRUE'],
    ['{true, false}', 'false', 'true'],
    ['{no,yes}', 'no', 'yes'],
    ['{YES,NO}', 'NO', 'YES'],
    ['{n,y}', 'n', 'y'],
    ['{t,f}', 'f', 't'],
    ['{off,on}', 'off', 'on'],
    ['{-1,1}', '-1', '1'],
    ['{+1,-1}', '-1', '+1'],
    ["{'0.0','1.0'}", '0.0', '1.0'],
    ['{absent,present}', 'absent', 'present'],
    ['{positive,negative}', 'negative', 'positive'],
    ['numeric', '0.0', '1.0e0'],
    ['real', '-0', '+1'],
    ['INTEGER', '0', '1'],
  ])('of %s the value %s means not active, %s active', async (type, inactive, active) => {
    const text = `@attribute x real\n@attribute y ${type}\n@data\n1,${active}\n2,${inactive}\n{1 ${active}}\n{1 ${inactive}}\n`;
    expect(await setsOf(text, { labelCount: -1 })).toEqual([[0], [], [0], []]);
  });

  test('what a sparse row leaves out is the first value', async () => {
    const text =
      '@attribute x {TRUE,FALSE}\n@attribute y {FALSE,TRUE}\n@attribute z real\n@data\n{}\n{0 FALSE,1 TRUE}\n';
    expect(await setsOf(text, { labelCount: 3 })).toEqual([[0], [1]]);
  });

  test('one value alone is clear', async () => {
    expect(await setsOf('@attribute x {0}\n@attribute y {TRUE}\n@data\n0,TRUE\n', { labelCount: 2 })).toEqual(
      [[1]],
    );
  });

  test.each([
    '{cold,warm}',
    '{0,yes}',
    '{no,1}',
    '{0,1,2}',
    '{no,yes,maybe}',
    '{1,2}',
    '{0,0.0}',
    '{}',
    '{A,B}',
  ])('%s is refused, for it is not clear which means active', async (type) => {
    await expect(setsOf(`@attribute x real\n@attribute y ${type}\n@data\n`)).rejects.toThrow(
      /^line 2 must be numeric, or of two values one of which clearly means active.*These are: \{0,1\}/,
    );
  });

  test('a value of another case than declared is refused', async () => {
    await expect(setsOf('@attribute y {FALSE,TRUE}\n@data\ntrue\n', { labelCount: 1 })).rejects.toThrow(
      'line 3, column 1 must be FALSE or TRUE for the label "y"; got "true".',
    );
  });
});

describe('which attributes are labels', () => {
  const body = '@attribute a {0,1}\n@attribute b {0,1}\n@attribute c {0,1}\n@data\n1,0,0\n';

  test.each([
    ["'music: -C 2 -split-percentage 66.0'", ['a', 'b']],
    ["'music: -c 2'", ['a', 'b']],
    ["'music: -c 3 -C -2'", ['b', 'c']],
    ["'music: -split-number 10 -C -1'", ['c']],
    ['"music:  -C\t1 "', ['a']],
    ["'C:-c 9: -C 1'", ['a']],
    ['music: -C 2 % -C 1', ['a', 'b']],
    ["'-c -C 1'", ['a']],
  ])('@relation %s', async (relation, names) => {
    for (const keyword of ['@relation', '@RELATION']) {
      expect((await loadArff(`${keyword} ${relation}\n${body}`)).labelNames).toEqual(names);
    }
  });

  test.each([
    ["'music: -C two'", 'line 1 must be an integer after -C'],
    ["'music: -C'", 'line 1 must be an integer after -C'],
    ["'music: -C 2.5'", 'line 1 must be an integer after -C'],
    [
      "'music: -C 4'",
      'line 1 must be a number of labels from 1 to 3, the number of attributes, or from -1 to -3; got "-C 4".',
    ],
    ["'music: -C 0'", 'line 1 must be a number of labels from 1 to 3'],
    ["'music-C 2'", `labelCount must be given if @relation has no '-C n'`],
  ])('@relation %s is refused', async (relation, message) => {
    await expect(loadArff(`@relation ${relation}\n${body}`)).rejects.toThrow(message);
  });

  test('labelNames names them, in its order', async () => {
    const { labelSets, labelNames } = await loadArff(body, { labelNames: ['c', 'a'] });
    expect([labelNames, plain(labelSets)]).toEqual([['c', 'a'], [[1]]]);
    await expect(loadArff('@attribute rainy {0,1}\n@data\n0', { labelNames: ['rain'] })).rejects.toThrow(
      `labelNames must be labels that are attributes of the ARFF text; got "rain".`,
    );
  });

  test.each<[ArffOptions, string]>([
    [{ labelNames: [] }, 'labelNames must be an array of one name or more'],
    [{ labelNames: ['a', 'a'] }, 'labelNames[1] must be names that differ'],
    [{ labelNames: [3] as unknown as string[] }, 'labelNames[0] must be a name; got 3.'],
    [{ labelNames: ['a'], labelCount: 1 }, 'labelCount must be omitted if labelNames names the labels'],
    [{ labelNames: ['a'], xml: '<labels/>' }, 'labelNames must be omitted if xml names the labels'],
    [{ labelCount: 1.5 }, 'labelCount must be an integer; got 1.5.'],
    [
      { labelCount: 2, maxLabels: 1 },
      'number of labels must be an integer, 1 or less; got 2. Raise maxLabels.',
    ],
  ])('%j is refused', async (options, message) => {
    await expect(loadArff(body, options)).rejects.toThrow(message);
  });
});

test('errors say which text they are about', async () => {
  const named = (path: string, text: string) => Object.assign([text], { path });
  const arff = '@attribute y {0,1}\n@data\n2\n';
  const xml = '<labels>\n<label name="y"/>\n</labels>';
  await expect(loadArff(named('a.arff', arff), { xml })).rejects.toThrow(
    'a.arff, line 3, column 1 must be 0 or 1',
  );
  await expect(loadArff(named('a.arff', arff), { xml: '<labels>\n<label/>' })).rejects.toThrow(
    /^xml, line 2, column 1 must be XML/,
  );
  await expect(loadArff(arff, { xml: named('y.xml', 'a') })).rejects.toThrow(
    /^y\.xml, line 1, column 1 must be XML/,
  );
  await expect(loadArff(arff, { xml })).rejects.toThrow(/^line 3, column 1 must be 0 or 1/);
});
