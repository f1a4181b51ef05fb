import { rowNames } from '@argmaxable/test-support/docs';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleFromJSON, type RuleJSON } from '../src/index.js';
import { definitions } from './definitions.js';
import { ruleNames } from './rule-names.js';

/** Four probabilities, often equal, in float64 without rounding. */
const rows = fc.array(
  fc.integer({ min: 0, max: 16 }).map((i) => i / 16),
  { minLength: 4, maxLength: 4 },
);

test('every rule is exported, and has a definition', () => {
  const src = join(__dirname, '../src');
  const index = readFileSync(join(src, 'index.ts'), 'utf8');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => readFileSync(join(src, file), 'utf8').includes('implements DecisionRule'));
  expect(files.filter((file) => !index.includes(`'./${file.replace('.ts', '.js')}'`))).toEqual([]);
  expect(Object.keys(definitions).sort()).toEqual(ruleNames);
});

test.each(ruleNames)('%s predicts what its definition says, and so does the rule of its JSON', (name) => {
  const { rules, predicts } = definitions[name];
  for (const rule of rules) {
    const json = JSON.parse(JSON.stringify(rule)) as RuleJSON;
    expect(json.rule).toBe(name);
    const again = ruleFromJSON(json);
    expect(again).toEqual(rule);
    fc.assert(
      fc.property(rows, (row) => {
        const set = Array.from(rule.predict([row]).get(0));
        expect([set, predicts(set, row, json)]).toEqual([set, true]);
        expect(Array.from(again.predict([row]).get(0))).toEqual(set);
      }),
      { numRuns: 50 },
    );
  }
});

test('every rule has its row in docs/decisions.md and in the README', () => {
  for (const file of ['../../../docs/decisions.md', '../README.md']) {
    const names = rowNames(join(__dirname, file));
    expect([file, ...ruleNames.filter((name) => !names.has(name))]).toEqual([file]);
  }
});
