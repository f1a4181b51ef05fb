import '@tensorflow/tfjs-backend-cpu';
import { type ArffOptions, loadArff } from '../src/index.js';
import { formsOf, plain } from './sources.js';

const header = `% a comment
@RELATION 'weather: -C 2'

@attribute 'rain & snow' {0,1}
@ATTRIBUTE "it's \\"late\\"" {1, 0}
@attribute heat NUMERIC
@attribute wind {none, 'a bit', "100%"}
@attribute noted numeric
`;
const dense = `${header}
@data
1,0,20.5,none,0
% another
 0 , '1' , -3 , 'a bit' , 1

0,0,0,"100%",1`;
// The second attribute's first value is 1: that is what a row without it means.
const sparse = `${header}@data
{0 1,1 0,2 20.5}
{2 -3, 3 'a bit', 4 1}
{ 1 0 ,3 "100%",4 1 }
`;
const xml = `<?xml version="1.0" encoding="utf-8"?>
<!-- what is to be told -->
<labels xmlns="http://mulan.sourceforge.net/labels">
  <label name="noted"></label>
  <label id='1' name = 'it&apos;s &quot;l&#97;te&#x22;'>
    <label name="rain &amp; snow" />
  </label>
</labels>
`;
const names = ['rain & snow', `it's "late"`];

test.each([
  ['dense', dense],
  ['sparse', sparse],
])('%s rows, labels by the relation of MEKA, features', async (_, text) => {
  for (const [, source] of formsOf(text, 5)) {
    const { labelSets, labelNames, features } = await loadArff(source, { features: true });
    expect(labelNames).toEqual(names);
    expect(plain(labelSets)).toEqual([[0], [1], []]);
    const rows = features!.toDense();
    const expected = [
      [20.5, 0, 0],
      [-3, 1, 1],
      [0, 2, 1],
    ];
    expect(rows.arraySync()).toEqual(expected);
    rows.dispose();
  }
});

test.each([
  ['dense', dense],
  ['sparse', sparse],
])('%s rows, labels by the XML file of Mulan, in its order', async (_, text) => {
  for (const [, source] of formsOf(xml, 7)) {
    const { labelSets, labelNames, features } = await loadArff(text, { xml: source });
    expect(labelNames).toEqual(['noted', names[1], names[0]]);
    expect(plain(labelSets)).toEqual([[2], [0, 1], [0]]);
    expect(features).toBeNull();
  }
});

test('the last attributes', async () => {
  const { labelSets, labelNames } = await loadArff(dense, { labelCount: -1 });
  expect(labelNames).toEqual(['noted']);
  expect(plain(labelSets)).toEqual([[], [0], [0]]);
  const relation = dense.replace('-C 2', '-C -1 -split 0.5');
  expect((await loadArff(relation)).labelNames).toEqual(['noted']);
});

test('an empty sparse row has what the first values say', async () => {
  expect(plain((await loadArff(`${header}@data\n{}\n`)).labelSets)).toEqual([[1]]);
});

const two = '@relation r\n@attribute x numeric\n@attribute y {0,1}\n';
const last = { labelCount: -1 };

test.each<[string, string, ArffOptions, string]>([
  [
    'an empty text',
    '',
    last,
    'line 1 must be @data; got "the end of the text". Is the file empty, or cut off?',
  ],
  ['another format', '1,2,3\n', last, 'line 1 must be @relation, @attribute or @data; got "1,2,3".'],
  ['a header cut off', two, last, 'line 4 must be @data; got "the end of the text"'],
  ['no rows', `${two}@data\n`, last, 'source must be text with one example or more'],
  ['no attributes', '@relation r\n@data\n', last, 'line 2 must be @attribute lines before @data'],
  [
    'a row cut off',
    `${two}@data\n1,0\n1`,
    last,
    'line 6 must be 2 values, one for each attribute; got "1 values".',
  ],
  [
    'a row too long',
    `${two}@data\n1,0,1`,
    last,
    'line 5 must be 2 values, one for each attribute; got "3 values"',
  ],
  ['a quote cut off', `${two}@data\n1,'0`, last, 'line 5, column 3 must be a text whose quote ends'],
  ['a sparse row cut off', `${two}@data\n{0 1,1 1`, last, 'line 5 must be a sparse row that ends in }'],
  [
    'an index out of range',
    `${two}@data\n{0 1, 2 1}`,
    last,
    `column 7 must be 'index value', index from 0 to 1; got "2 1"`,
  ],
  ['an index alone', `${two}@data\n{1}`, last, `line 5, column 2 must be 'index value'`],
  [
    'an index twice',
    `${two}@data\n{1 1,1 1}`,
    last,
    'line 5, column 6 must be an index above 1, the one before',
  ],
  ['a label of 2', `${two}@data\n1, 2`, last, 'line 5, column 4 must be 0 or 1 for the label "y"; got "2".'],
  [
    'a label missing',
    `${two}@data\n1,?`,
    last,
    'line 5, column 3 must be 0 or 1 for the label "y"; got "?".',
  ],
  [
    'a label left out',
    `${two}@data\n1,`,
    last,
    'line 5 must be 2 values, one for each attribute; got "1 values"',
  ],
  ['a numeric label of 0.5', `${two}@data\n.5,1`, { labelCount: 1 }, '0 or 1 for the label "x"; got ".5".'],
  [
    'a numeric label left out',
    `${two}@data\n,1`,
    { labelCount: 1 },
    'line 5, column 1 must be a value; got ",".',
  ],
  [
    'a feature missing',
    `${two}@data\n?,1`,
    { ...last, features: true },
    'a value of the attribute "x": a finite number (float32); got "?"',
  ],
  [
    'NaN',
    `${two}@data\n{0 NaN}`,
    { ...last, features: true },
    'line 5, column 4 must be a value of the attribute "x"',
  ],
  [
    'an unknown nominal',
    `${two}@data\n1,2`,
    { labelCount: 1, features: true },
    'the attribute "y": one of 0, 1; got "2"',
  ],
  ['an unknown type', '@attribute x set\n', last, 'line 1 must be @attribute name type, of type numeric'],
  ['a name without type', '@attribute x\n', last, 'line 1 must be @attribute name type'],
  [
    'a name twice',
    `${two}@attribute x real\n`,
    last,
    'line 4 must be an attribute name that no earlier attribute has',
  ],
  [
    'a label of strings',
    '@attribute x string\n@data\na',
    last,
    'line 1 must be numeric, or of two values one of which clearly means active, because it is a label',
  ],
  [
    'a label of other values',
    '@attribute x {cold,warm}\n@data\ncold',
    last,
    'because it is a label; got "\\"x\\" {cold, warm}". These are: {0,1}, {-1,1}, {false,true}',
  ],
  [
    'a feature of strings',
    '@attribute s string\n@attribute y {0,1}\n@data\na,1',
    { ...last, features: true },
    'line 1 must be numeric or nominal, because it is a feature; got "\\"s\\", a string, date or relation"',
  ],
  [
    'nothing that says what labels are',
    two + '@data\n1,0',
    {},
    `labelCount must be given if @relation has no '-C n'`,
  ],
  [
    'no labels',
    two + '@data\n1,0',
    { labelCount: 0 },
    'labelCount must be from 1 to 2, the number of attributes',
  ],
  [
    'too many labels',
    two + '@data\n1,0',
    { labelCount: -3 },
    'from 1 to 2, the number of attributes, or from -1 to -2; got -3.',
  ],
  ['two ways to say', two, { ...last, xml }, 'labelCount must be omitted if xml names the labels; got -1.'],
  [
    'an XML label without attribute',
    two + '@data\n1,0',
    { xml: '<labels><label name="z"/></labels>' },
    'xml must be labels that are attributes of the ARFF text; got "z".',
  ],
  [
    'an unknown option',
    two,
    { labels: 2 } as ArffOptions,
    'must be among xml, labelNames, labelCount, features',
  ],
])('%s is refused', async (_, text, options, message) => {
  await expect(loadArff(text, options)).rejects.toThrow(message);
});

test('string attributes are passed over where features are not asked for', async () => {
  const text = `@attribute s string\n@attribute d date 'yyyy-MM-dd'\n@attribute y {0,1}\n@data\n'a, b',?,1`;
  expect(plain((await loadArff(text, last)).labelSets)).toEqual([[0]]);
});

test.each([
  ['an empty file', '', `line 1, column 1 must be XML: </labels>; got "". Is the file cut off?`],
  ['a file cut off', '<labels>\n<label name="y"/>', 'line 2, column 18 must be XML: </labels>'],
  ['a tag cut off', '<labels>\n<label name="y', 'line 2, column 1 must be XML: <labels>, <label name="...">'],
  ['another format', '{"labels": []}', 'line 1, column 1 must be XML: <labels>'],
  ['no label', '<labels></labels>', 'must be XML: one <label name="..."> or more in <labels>'],
  [
    'a label without name',
    '<labels><label id="y"/></labels>',
    'column 9 must be XML: <label> with an attribute name',
  ],
  [
    'a name twice',
    '<labels><label name="y"/><label name="y"/></labels>',
    'must be XML: a label name that no earlier label has',
  ],
  ['a label outside', '<label name="y"/>', 'must be XML: one element <labels> with <label> elements in it'],
  ['two roots', '<labels><label name="y"/></labels><labels/>', 'must be XML: one element <labels>'],
  [
    'ends that cross',
    '<labels><label name="y"></labels></label>',
    'must be XML: the end of the element that was opened last',
  ],
  [
    'an unknown entity',
    '<labels><label name="a&uuml;"/></labels>',
    'must be XML: a name whose & is written &amp;',
  ],
  ['a bare &', '<labels><label name="a & b"/></labels>', 'must be XML: a name whose & is written &amp;'],
  ['a character out of range', '<labels><label name="&#x110000;"/></labels>', 'must be XML: a name whose &'],
  ['a DTD', '<!DOCTYPE labels [<!ENTITY a "b">]><labels/>', 'line 1, column 1 must be XML'],
])('XML: %s is refused', async (_, text, message) => {
  await expect(loadArff(dense, { xml: text })).rejects.toThrow(message);
});
