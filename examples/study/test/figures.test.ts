import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { useBackend } from '@argmaxable/node';
import { coverCount } from '@argmaxable/verify';
import type { Figure } from '../src/figure.js';
import { encoderNames } from '../src/data/encoders.js';
import { figures } from '../src/figures/index.js';
import { type Run, runsOf } from '../src/grid-file.js';
import { runFigure } from '../src/run-figure.js';
import type { TrainingCell } from '../src/train-and-verify.js';

const root = resolve(__dirname, '../../..');
let output: string;
beforeAll(async () => {
  output = mkdtempSync(join(tmpdir(), 'argmaxable-study-'));
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await useBackend('wasm', { log: false });
});
afterAll(() => rmSync(output, { recursive: true, force: true }));

const quick = (figure: Figure): Promise<void> => {
  const { signal } = new AbortController();
  return runFigure(figure, { options: { quick: true }, output, command: 'test', backend: 'wasm', signal });
};

function onlyRun(figure: Figure, folder = output): Run {
  const runs = runsOf(folder, figure);
  expect(runs).toHaveLength(1);
  return runs[0];
}

describe.each(figures)('$name', (figure) => {
  test('runs its quick grid, and shows it in plots and tables', async () => {
    await quick(figure);
    const { cells, done } = onlyRun(figure);
    expect(done).toHaveLength(cells.length);
    expect(new Set(cells.map((cell) => figure.describe(cell))).size).toBe(cells.length);
    const page = readFileSync(join(output, figure.name, 'page.html'), 'utf8');
    expect(page).toContain('<svg');
    const tables = figure.summarize(done);
    for (const { columns, rows } of tables) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
    expect(page + JSON.stringify(tables)).not.toMatch(/NaN|undefined/);
  });

  test('shows what there is of a partial grid', () => {
    const { done } = onlyRun(figure);
    for (const part of [done.slice(0, 1), done.slice(-1)]) {
      const text = JSON.stringify([figure.summarize(part), figure.page(part)]);
      expect(text).not.toMatch(/NaN|undefined/);
    }
  });

  test('has its place in docs/study.md and its row in the README', () => {
    const docs = readFileSync(join(root, 'docs/study.md'), 'utf8');
    expect(docs).toContain(`<!-- study ${figure.name} -->`);
    expect(readFileSync(join(root, 'examples/study/README.md'), 'utf8')).toContain(`\`${figure.name}\``);
  });
});

test.each(encoderNames)(
  'layers are trained behind the encoder %s, with features of any sign',
  async (encoder) => {
    const widths = figures.find(({ name }) => name === 'widths')!;
    const { signal } = new AbortController();
    const own = { options: { quick: true, encoder }, output: join(output, encoder) };
    await runFigure(widths, { ...own, command: 'test', backend: 'wasm', signal });
    const { done } = onlyRun(widths, own.output);
    const narrow = done.filter(({ cell }) => (cell as TrainingCell).head.kind === 'bsl');
    expect(narrow.length).toBeGreaterThan(0);
    for (const { cell, result } of narrow) {
      expect(cell).toMatchObject({ data: { encoder } });
      expect(result).toMatchObject({ carries: true });
    }
  },
);

test("all label sets that a matrix in general position reaches, counted, are as many as Cover's formula says", () => {
  const { done } = onlyRun(figures.find(({ name }) => name === 'reachable-share')!);
  const whole = done.filter(({ cell }) => (cell as { active: unknown }).active === null);
  expect(whole.length).toBeGreaterThan(10);
  for (const { cell, result } of whole) {
    const { n, d } = cell as { n: number; d: number };
    expect(result).toEqual([
      expect.objectContaining({ reachable: Number(coverCount(n, d)), undecided: 0, sets: 2 ** n }),
    ]);
  }
});
