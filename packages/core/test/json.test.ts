import { parseJson, ValueError } from '../src/index.js';

test('reads what JSON.parse reads', () => {
  for (const text of ['3', '"[[["', '{"a":[1,{"b":"\\"[\\\\"}]}', ' [ ] ', 'null', '"\\u0022["']) {
    expect(parseJson(text, { depth: 3, values: 10 })).toEqual(JSON.parse(text));
  }
});

test('what lies deep is refused before it is parsed, closed or not', () => {
  expect(parseJson(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toHaveLength(1);
  expect(() => parseJson(`${'['.repeat(1001)}${']'.repeat(1001)}`)).toThrow(
    'nested 1001 deep; at most 1000 are read',
  );
  expect(() => parseJson('[{"a":'.repeat(1e6))).toThrow('nested 2000000 deep');
  expect(() => parseJson('[[[]]]', { depth: 2 })).toThrow(SyntaxError);
});

test('what holds much is refused before it is parsed', () => {
  expect(() => parseJson('[1,2,3]', { values: 2 })).toThrow('holds 3 values; at most 2 are read');
  expect(() => parseJson('[{},{}]', { values: 3 })).toThrow('holds 4 values');
  expect(parseJson('["a,b,c,d"]', { values: 1 })).toEqual(['a,b,c,d']);
});

test('what is no JSON is a SyntaxError, as of JSON.parse', () => {
  for (const text of ['', '[', ']', '"', '{"a"}', '\\']) expect(() => parseJson(text)).toThrow(SyntaxError);
});

test.each([undefined, null, 3, {}, []])('the text %p is refused', (text) => {
  expect(() => parseJson(text as string)).toThrow(ValueError);
});

test('other options are refused', () => {
  expect(() => parseJson('1', { dept: 3 } as object)).toThrow("Did you mean 'depth'?");
  expect(() => parseJson('1', { depth: NaN })).toThrow('depth must be an integer, 0 or more');
  expect(() => parseJson('1', { values: '3' as unknown as number })).toThrow('values must be an integer');
});
