import fc from 'fast-check';
import { toCsv, ValueError } from '../src/index.js';

/** RFC 4180 read back, by its grammar. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let [row, at]: [string[], number] = [[], 0];
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        field += text[at];
        if (text[at] === '"') at++;
      }
      at++;
    } else {
      while (text[at] !== ',' && text[at] !== '\r') field += text[at++];
    }
    row.push(field);
    if (text[at] === ',') {
      at++;
    } else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      rows.push(row);
      [row, at] = [[], at + 2];
    }
  }
  return rows;
}

test('any text comes back', () => {
  const field = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', ' ') }));
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      expect(parse(toCsv(rows))).toEqual(rows);
    }),
  );
});

test('quotes only what needs quotes, and ends each line in CR LF', () => {
  const rows = [
    ['label', 'name', 'F1'],
    [0, 'Bread, white', 0.5],
    [1, 'say "x"', NaN],
    [2, 'two\nlines', 1e-7],
  ];
  expect(toCsv(rows)).toBe(
    'label,name,F1\r\n0,"Bread, white",0.5\r\n1,"say ""x""",\r\n2,"two\nlines",1e-7\r\n',
  );
  expect(toCsv([[undefined, null, Infinity, -Infinity, '']])).toBe(',,Infinity,-Infinity,\r\n');
  expect(toCsv([])).toBe('');
});

test.each<[unknown, string]>([
  [null, 'rows must be an array of rows; got null.'],
  ['a,b', 'rows must be an array of rows; got "a,b".'],
  [[null], 'rows[0] must be an array of text and numbers; got null.'],
  [[['a'], 'b'], 'rows[1] must be an array of text and numbers; got "b".'],
  [[['a', true]], 'rows[0][1] must be text, a number, null or undefined; got true.'],
  [[[{}]], 'rows[0][0] must be text, a number'],
])('refuses rows %#', (rows, message) => {
  expect(() => toCsv(rows as never)).toThrow(message);
  expect(() => toCsv(rows as never)).toThrow(ValueError);
});
