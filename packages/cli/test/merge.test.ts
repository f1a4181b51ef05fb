import { npyMatrix } from '@argmaxable/test-support/files';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { argmaxable, Files, implication } from './command.js';
import { mutated, mutation } from './mutations.js';

const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,1]\n[0,2]\n[0,1]\n[2]\n');
const others = files.write('others.jsonl', '[0]\n[0,1]\n[0,2]\n[0,1]\n[1]\n');

async function shard(name: string, part: string, from = labels, ...args: string[]): Promise<string> {
  const path = files.path(name);
  await argmaxable(['verify', matrix, '--labels', from, '--quiet', '--shard', part, '--out', path, ...args]);
  return path;
}

let first: string;
let second: string;
beforeAll(async () => {
  first = await shard('first.json', '1/2');
  second = await shard('second.json', '2/2');
});

async function expectRefused(paths: string[], ...messages: string[]): Promise<void> {
  const { code, out, err } = await argmaxable(['merge', ...paths]);
  expect([code, out]).toEqual([2, '']);
  for (const message of messages) expect(err).toContain(message);
  expect(err).toMatch(/^argmaxable: [^\n]*\n$/);
}

test('the file that does not fit is named', async () => {
  const other = await shard('other.json', '2/2', others);
  await expectRefused(
    [first, other],
    `${other} must be about the same label sets as ${first}, in the same order`,
  );
  await expectRefused([other, first], `${first} must be about the same label sets as ${other}`);
  const wide = await shard('wide.json', '2/2', labels, '--box', '3');
  await expectRefused([first, wide], `${wide} must be about the same settings as ${first}`, 'featureRange');
  const third = await shard('third.json', '2/3');
  await expectRefused([first, third], `${third} must be one of 2 shards, as ${first} is`);
  await expectRefused([first, first], `${first} must be another shard than ${first}`);
  await expectRefused([second, first, second], `${second} must be another shard than ${second}`);
  await expectRefused([first], 'all 2 shards of one input', 'without shard 2/2');
});

type Json = { results: { labels: number[] }[]; order: number[]; settings: object; input: object };

test.each<[string, (json: Json) => unknown]>([
  ['an empty order', (json) => ({ ...json, order: [] })],
  ['an order that goes on', (json) => ({ ...json, order: [...json.order, 0, 0] })],
  ['an order of something else', (json) => ({ ...json, order: { length: 2 } })],
  ['an order of places that are not there', (json) => ({ ...json, order: json.order.map(() => 7) })],
  ['no order', (json) => ({ ...json, order: undefined })],
  [
    'a label that is not there',
    (json) => ({ ...json, results: json.results.map((r) => ({ ...r, labels: [99999] })) }),
  ],
  [
    'a surplus result',
    (json) => ({ ...json, results: [...json.results, { ...json.results[0], labels: [1] }] }),
  ],
  [
    'a verdict that is none',
    (json) => ({ ...json, results: json.results.map((r) => ({ ...r, verdict: 'x' })) }),
  ],
  ['a null shard', (json) => ({ ...json, settings: { ...json.settings, shard: null } })],
  ['an empty shard', (json) => ({ ...json, settings: { ...json.settings, shard: {} } })],
  [
    'a shard of texts',
    (json) => ({ ...json, settings: { ...json.settings, shard: { index: '2', of: '2' } } }),
  ],
  ['no settings', (json) => ({ ...json, settings: undefined })],
  ['null settings', (json) => ({ ...json, settings: null })],
  ['nothing of the matrix', (json) => ({ ...json, verified: null })],
  ['another version', (json) => ({ ...json, version: 1 })],
  ['no hash of the label sets', (json) => ({ ...json, input: undefined })],
  ['another hash of the label sets', (json) => ({ ...json, input: { ...json.input, hash: 'f'.repeat(64) } })],
  ['no number of label sets', (json) => ({ ...json, input: { ...json.input, sets: '5' } })],
  ['null results', (json) => ({ ...json, results: [null, null] })],
  ['nothing', () => null],
  ['a list', () => []],
])('a report with %s is refused by its name', async (_, change) => {
  const json = JSON.parse(readFileSync(second, 'utf8')) as Json;
  const path = files.write('changed.json', JSON.stringify(change(json)));
  await expectRefused([first, path], path);
});

test('whatever is changed in a report, what is said of it is ours', async () => {
  const text = readFileSync(second, 'utf8').trimEnd();
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const changed = mutations.reduce<string[]>((all, one) => mutated(all, one), [text]);
      const path = files.write('mutated.json', changed.map((line) => `${line}\n`).join(''));
      const { code, out, err } = await argmaxable(['merge', first, path]);
      expect([0, 1, 2]).toContain(code);
      if (code === 2) expect(err).toMatch(/^argmaxable: .*mutated\.json[^\n]*\n$/);
      else expect(err).toBe('');
      expect(out + err).not.toMatch(/Cannot read|is not a function|not iterable|Maximum call/);
    }),
    { numRuns: 400 },
  );
});
