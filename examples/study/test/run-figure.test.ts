import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProgram } from '@argmaxable/test-support/processes';
import type { Figure, GridOptions } from '../src/figure.js';
import { runsOf } from '../src/grid-file.js';
import { shownArguments } from '../src/options.js';
import { runFigure } from '../src/run-figure.js';

const root = resolve(__dirname, '../../..');
let output: string;
beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'argmaxable-study-'));
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(output, { recursive: true, force: true });
  jest.restoreAllMocks();
});

interface Squared {
  readonly x: number;
  readonly extra?: number;
}

/** A figure of squares that tells which cells it ran, and can be stopped at one. */
function squares(ran: number[], xs: readonly Squared[], stopAt = Infinity, stop?: AbortController) {
  const figure: Figure<Squared, number> = {
    name: 'squares',
    about: 'Squares.',
    revision: 1,
    options: [],
    cells: () => [...xs],
    describe: ({ x }) => `x=${x}`,
    async run({ x }, { signal }) {
      if (x === stopAt) stop?.abort();
      await Promise.resolve();
      signal.throwIfAborted();
      ran.push(x);
      return x * x;
    },
    summarize: (done) => [
      { title: 'Squares', note: '', columns: ['x'], rows: done.map(({ cell }) => [`${cell.x}`]) },
    ],
    page: () => [],
  };
  return figure;
}

const run = (
  figure: Figure,
  signal = new AbortController().signal,
  options: Partial<GridOptions> = {},
): Promise<void> => {
  const settings = { output, command: options.data ?? 'test', backend: 'none', signal };
  return runFigure(figure, { options: { quick: true, ...options }, ...settings });
};

const xs = (...values: number[]): Squared[] => values.map((x) => ({ x }));

test('a run that was stopped goes on behind the cells that are finished', async () => {
  const [first, second]: number[][] = [[], []];
  const stop = new AbortController();
  await expect(run(squares(first, xs(1, 2, 3, 4), 3, stop), stop.signal)).rejects.toThrow();
  expect(first).toEqual([1, 2]);
  expect(runsOf(output, squares([], []))).toMatchObject([{ cells: xs(1, 2, 3, 4), done: [{}, {}] }]);
  await run(squares(second, xs(1, 2, 3, 4)));
  expect(second).toEqual([3, 4]);
  expect(runsOf(output, squares([], []))[0].done.map(({ result }) => result)).toEqual([1, 4, 9, 16]);
});

/** Squares, and then the square of every result below 100. */
const chain = (ran: number[], xs: readonly Squared[], ...stop: [number?, AbortController?]): Figure => ({
  ...(squares(ran, xs, ...stop) as Figure),
  followUp: (done) =>
    (done as readonly { result: number }[])
      .filter(({ result }) => result < 100)
      .map(({ result }) => ({ x: result })),
});

test('cells that follow from others are run once, also where a run was stopped among them', async () => {
  const [first, second, third]: number[][] = [[], [], []];
  const stop = new AbortController();
  await expect(run(chain(first, xs(2, 3), 9, stop), stop.signal)).rejects.toThrow();
  expect(first).toEqual([2, 3, 4]);
  expect(runsOf(output, chain([], []))).toMatchObject([{ cells: xs(2, 3, 4, 9), done: [{}, {}, {}] }]);
  await run(chain(second, xs(2, 3)));
  expect(second).toEqual([9, 16, 81]);
  const [{ cells, done }] = runsOf(output, chain([], []));
  expect(cells).toEqual(xs(2, 3, 4, 9, 16, 81));
  expect(done.map(({ result }) => result)).toEqual([4, 9, 16, 81, 256, 6561]);
  await run(chain(third, xs(2, 3)));
  expect(third).toEqual([]);
});

test('a figure keeps a run for each data set, size and encoder', async () => {
  const { signal } = new AbortController();
  await run(squares([], xs(1)));
  await run(squares([], xs(2)), signal, { data: 'a/train.arff' });
  await run(squares([], xs(3)), signal, { data: 'b/train.arff' });
  await run(squares([], xs(4)), signal, { data: 'b/train.arff', full: true });
  await run(squares([], xs(5)), signal, { encoder: 'cnn' });
  await run(squares([], xs(6)), signal, { data: 'a/train.arff', seeds: 3 });
  const runs = runsOf(output, squares([], []));
  expect(runs.map(({ cells }) => (cells[0] as Squared).x).sort()).toEqual([1, 3, 4, 5, 6]);
  const files = readdirSync(join(output, 'squares'));
  expect(files.filter((name) => name.startsWith('page'))).toHaveLength(5);
});

test('arguments are shown without folders', () => {
  const shown = shownArguments(
    ['losses', '--data', '/a/b/x.arff', '--labels-xml=/a/x.xml', '--seeds', '2', '-o', '/out', '--backend=cpu'],
  ); // prettier-ignore
  expect(shown).toBe('losses --data x.arff --labels-xml x.xml --seeds 2');
});

test('changed settings and revisions are run anew, the order of settings aside', async () => {
  const ran: number[] = [];
  await run(squares(ran, [{ x: 1, extra: 2 }]));
  await run(squares(ran, [{ extra: 2, x: 1 }]));
  expect(ran).toEqual([1]);
  await run(squares(ran, [{ x: 1, extra: 3 }]));
  await run(squares(ran, [{ x: 1 }]));
  expect(ran).toEqual([1, 1, 1]);
  await run({ ...squares(ran, [{ x: 1 }]), revision: 2 });
  expect(ran).toEqual([1, 1, 1, 1]);
});

test('a damaged cell, and one under the name of another, are errors that name the file', async () => {
  await run(squares([], xs(1)));
  const folder = join(output, 'squares/cells');
  const path = join(folder, readdirSync(folder)[0]);
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, whole.slice(0, -10));
  await expect(run(squares([], xs(1)))).rejects.toThrow(`${path} cannot be read. Delete it`);
  writeFileSync(path, whole.replace('{"x":1}', '{"x":5}'));
  await expect(run(squares([], xs(1)))).rejects.toThrow(`${path} holds another cell`);
});

const start = (...args: string[]) => startProgram(root, 'examples/study/src/main.ts', ...args);

test('a process that was killed goes on, and its tables go into a page between its markers', async () => {
  const { child, ended } = start('radius', '--quick', '-o', output, '--backend', 'wasm');
  child.stdout!.on('data', (data) => String(data).includes(' 3/') && child.kill('SIGKILL'));
  await ended;
  const again = await start('radius', '--quick', '-o', output, '--backend', 'wasm').ended;
  const [, before] = /(\d+) of them finished before/.exec(again.output)!;
  expect([again.code, Number(before)]).toEqual([0, expect.any(Number)]);
  expect(Number(before)).toBeGreaterThanOrEqual(3);

  const page = join(output, 'page.md');
  writeFileSync(page, '# Ours\n\n<!-- study radius -->\n\nold\n\n<!-- /study radius -->\n\nstays\n');
  const written = await start('table', '-o', output, '--page', page).ended;
  expect(written).toEqual({ code: 0, output: `Wrote the tables of radius into ${page}.\n` });
  const text = readFileSync(page, 'utf8');
  expect(text).toContain('# Ours');
  expect(text).toContain('    npm run study -- radius --quick');
  expect(text).toContain('| DFT k=3 slack=0');
  expect(text).toMatch(/<!-- \/study radius -->\n\nstays/);
  expect(text).not.toContain('old');

  writeFileSync(page, '# No place\n');
  const refused = await start('table', '-o', output, '--page', page).ended;
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('has no place for radius')]);
});

test.each([
  [[], 'Usage: npm run study -- '],
  [['radii'], 'Did you mean radius?'],
  [['radius', '--seeds', '0'], 'It must be an integer, 1 or more.'],
  [['radius', '--data', 'x.arff'], "unknown option '--data'"],
  [['table', '-o', 'output/none-there'], 'output/none-there has no results. Run a figure first.'],
])('refuses %j and says why', async (args, message) => {
  const { code, output: printed } = await start(...args).ended;
  expect([code, printed]).toEqual([1, expect.stringContaining(message)]);
  expect(printed).not.toContain('    at ');
});
