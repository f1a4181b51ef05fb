import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import fc from 'fast-check';
import {
  type LabelData,
  loadArff,
  loadJsonLines,
  loadLabelNames,
  loadMulanLabels,
  loadSvmlight,
  loadXmlc,
} from '../src/index.js';

const arff = `@relation 'r: -C 2'\n@attribute a {0,1}\n@attribute 'b\\'s' {FALSE,TRUE}\n@attribute c numeric {2}
@attribute d {x, 'y z'}\n@data\n1,FALSE,2.5,'y z',{5}\n0,TRUE,-1e3,x % two\n{1 TRUE,2 4}\n`;
const xml =
  '<?xml version="1.0"?>\n<labels xmlns="x"><!-- c --><label name="a"/><label name="b&apos;s"></label></labels>\n';

const loaders: ReadonlyArray<[string, string, (text: string) => Promise<LabelData | string[]>]> = [
  ['loadArff', arff, (text) => loadArff(text, { features: true })],
  ['loadArff with an XML file', xml, (text) => loadArff(arff, { xml: text })],
  ['loadMulanLabels', xml, (text) => loadMulanLabels(text)],
  [
    'loadJsonLines',
    '{"tags": ["a", "\\u00e9"], "n": [1e3]}\n{"tags": []}\n',
    (text) => loadJsonLines(text, { field: 'tags' }),
  ],
  ['loadJsonLines of numbers', '[0, 3]\n[]\n[2]\n', (text) => loadJsonLines(text)],
  ['loadLabelNames', '[\n"a",\n"[b]"]\n', (text) => loadLabelNames(text)],
  ['loadLabelNames, lines', '[a]\nb\n', (text) => loadLabelNames(text)],
  [
    'loadSvmlight',
    '# c\n0,2 qid:1 0:0.5 3:-1e-3 # x\n 1:1\n1\n',
    (text) => loadSvmlight(text, { features: true }),
  ],
  ['loadXmlc', '3 5\n0:1.00000 3:1.00000\n\n4:1\n', (text) => loadXmlc(text)],
  ['loadXmlc, old form', '2 5 3\n0,2 1:0.5 4:2\n\n', (text) => loadXmlc(text, { features: true })],
];

/** A text with pieces cut out, put in or doubled. */
const damage = fc.array(
  fc.record({
    at: fc.nat(200),
    cut: fc.nat(8),
    put: fc.oneof(
      fc.constantFrom(
        '',
        '{',
        '}',
        ',',
        "'",
        '"',
        '\\',
        '%',
        '#',
        ':',
        '\n',
        '\r',
        '\t',
        '[',
        ']',
        '<',
        '&',
        '?',
        '@',
        '\0',
        '\uFEFF',
      ),
      fc.constantFrom(
        '1e999',
        '-1',
        '99999999999',
        'NaN',
        '@data',
        'null',
        '\ud800',
        '<!--',
        '&#x0;',
        '@end',
        ' -C ',
      ),
      fc.string({ maxLength: 6, unit: 'binary' }),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

test.each(loaders)(
  '%s: a damaged text is read, or refused in words that say where',
  async (_, text, load) => {
    expect(await load(text)).toBeDefined();
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const damaged = changes.reduce(
          (text, { at, cut, put }) =>
            text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut),
          text + ' ',
        );
        const outcome = await load(damaged).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(ValueError);
        expect(outcome.message).toMatch(/^(xml, )?line \d+|^(source|xml|labelCount|labelNames)\b/);
      }),
      { numRuns: 500 },
    );
  },
);
