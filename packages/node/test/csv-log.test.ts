import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import { BestWeights, f1AtK, MultiLabelEvaluation, NeuralCollapseMonitor } from '@argmaxable/metrics';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import { Callback, layers, sequential } from '@tensorflow/tfjs-layers';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CsvLog } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-csv-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

let path: string;
let count = 0;
beforeEach(() => (path = join(folder, `${count++}.csv`)));

const [x, y] = [
  tensor2d([
    [1, 0],
    [0, 1],
    [1, 1],
    [-1, 0],
  ]),
  tensor2d([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 1, 0],
  ]),
];

function model() {
  const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  return model;
}

const fit = (callbacks: Callback[], args: object = {}) =>
  model().fit(x, y, { epochs: 3, verbose: 0, callbacks, ...args });

/** Puts given values into the logs of each epoch. */
class Values extends Callback {
  constructor(private readonly epochs: readonly object[]) {
    super();
  }
  override onEpochEnd(epoch: number, logs?: object): Promise<void> {
    Object.assign(logs!, this.epochs[epoch] ?? {});
    return Promise.resolve();
  }
}

// prettier-ignore
const rows = () => readFileSync(path, 'utf8').split('\r\n').map((line) => line.split(','));

test('the rows are the history, to the last digit', async () => {
  const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(2), 'hammingLoss'] });
  const { history } = await fit(
    [evaluation, new BestWeights({ monitor: 'val_f1@2' }), new CsvLog({ path })],
    {
      validationSplit: 0.25,
    },
  );
  const [header, ...written] = rows();
  expect(header).toEqual(['epoch', 'loss', 'val_loss', 'val_f1@2', 'val_hammingLoss']);
  expect(written.pop()).toEqual(['']); // the end of the last line
  expect(written.map((row) => row.map(Number))).toEqual(
    [0, 1, 2].map((epoch) => [epoch, ...header.slice(1).map((key) => history[key][epoch])]),
  );
});

test('values that some epochs lack are empty, and no number is lost', async () => {
  const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(2)], every: 2 });
  const values = new Values([{ a: NaN, 'b, "c"': Infinity, d: 7 }, { a: -Infinity, d: 1e-300 }, { a: 0.1 }]);
  await fit([values, evaluation, new CsvLog({ path })]);
  const text = readFileSync(path, 'utf8').replace(/^(\d),[\d.e-]+,/gm, '$1,LOSS,');
  const value = /^1,LOSS,([\d.]+),/m.exec(text)![1];
  const last = /^2,LOSS,([\d.]+),/m.exec(text)![1];
  expect(text).toBe(
    [
      'epoch,loss,val_f1@2,a,"b, ""c""",d',
      '0,LOSS,,NaN,Infinity,7',
      `1,LOSS,${value},-Infinity,,1e-300`,
      `2,LOSS,${last},0.1,,`,
      '',
    ].join('\r\n'),
  );
});

test('a second training goes on below, by the same callback and by another', async () => {
  const log = new CsvLog({ path });
  await fit([log], { epochs: 2 });
  await fit([log], { epochs: 4, initialEpoch: 2 });
  await fit([new CsvLog({ path })], { epochs: 1 });
  expect(rows().map(([epoch]) => epoch)).toEqual(['epoch', '0', '1', '2', '3', '0', '']);
});

describe('a file of other columns is refused before the first epoch, and stays', () => {
  test.each<[string, string, object[]]>([
    ['other names', 'epoch,accuracy\r\n0,1\r\n', []],
    ['one column more', 'epoch,loss,val_loss\r\n0,1,2\r\n', []],
    ['one column less', 'epoch\r\n0\r\n', []],
    ['another order', 'epoch,b,loss\r\n', [{ b: 1 }]],
    ['another kind', '{"a": 1}\r\n', []],
    ['cut short', 'epoch,loss\r\n0,0.', []],
    ['lines that end otherwise', 'epoch,loss\n0,0.5\n', []],
    ['a column that the first epoch adds', 'epoch,loss\r\n0,0.5\r\n', [{ b: 1 }]],
  ])('%s', async (_, text, values) => {
    writeFileSync(path, text);
    const failing = fit([new Values(values), new CsvLog({ path })]);
    await expect(failing).rejects.toThrow(ValueError);
    await expect(failing).rejects.toThrow(/^path must be a new file, or one /);
    await expect(failing).rejects.toThrow(path);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('the message shows both', async () => {
    writeFileSync(path, 'epoch,accuracy\r\n0,1\r\n');
    await expect(fit([new CsvLog({ path })])).rejects.toThrow(
      `path must be a new file, or one with the columns epoch,loss; its first line is "epoch,accuracy"; got "${path}". Use another path, or move the file.`,
    );
  });

  test('an empty file is a new one', async () => {
    writeFileSync(path, '');
    await fit([new CsvLog({ path })], { epochs: 1 });
    expect(rows()).toHaveLength(3);
  });
});

test('links are followed, and what is no ordinary file is refused, without a wait', async () => {
  const link = join(folder, 'link.csv');
  symlinkSync(path, link);
  await fit([new CsvLog({ path: link })], { epochs: 1 });
  expect(rows()).toHaveLength(3);
  const fifo = join(folder, 'fifo');
  expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
  for (const wrong of ['/dev/null', folder, fifo, join(folder, 'none', 'log.csv'), join(path, 'log.csv')]) {
    await expect(fit([new CsvLog({ path: wrong })])).rejects.toThrow(
      `path must be an ordinary file, or a new one in a folder that exists; got "${wrong}".`,
    );
  }
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

test('a value that comes later has no column, which a warning says once', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  await fit([new Values([{}, { late: 1 }, { late: 2 }]), new CsvLog({ path })]);
  expect(rows()[0]).toEqual(['epoch', 'loss']);
  expect(warn.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining("'late' has no column in")]);
  warn.mockRestore();
});

test('values that are no numbers are named', async () => {
  await expect(fit([new Values([{ odd: [1] }]), new CsvLog({ path })])).rejects.toThrow(
    'logs["odd"] must be a number; got [1].',
  );
});

test('callbacks that measure come before it', async () => {
  const sets = new NeuralCollapseMonitor({
    data: {
      x,
      y: tensor2d([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ]),
    },
  });
  await expect(fit([new CsvLog({ path }), sets])).rejects.toThrow(/the callback that measures 'nc1' first/);
  expect(existsSync(path)).toBe(false);
  await fit([sets, new CsvLog({ path })], { epochs: 1 });
  expect(rows()[0]).toEqual(['epoch', 'loss', 'nc1', 'nc2Classifier', 'nc2Means', 'nc3', 'tagWiseAverage']);
});

test('a process that is killed leaves whole rows, and another goes on below', async () => {
  for (let kill = 0; kill < 5; kill++) {
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'log-forever.ts'), path], {
      cwd: __dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), ended]);
    await new Promise((resolve) => setTimeout(resolve, 40 * Math.random()));
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    const [header, ...written] = rows();
    expect(header).toEqual(['epoch', 'loss', 'val_loss']);
    expect(written.pop()).toEqual(['']);
    expect(
      written.every((row) => row.length === 3 && row.every((field) => field !== '' && Number(field) >= 0)),
    ).toBe(true);
    expect(written.filter(([epoch]) => epoch === '0')).toHaveLength(kill + 1);
  }
});

test('no tensor is left behind', async () => {
  const trained = model();
  const run = (...callbacks: Callback[]) =>
    trained.fit(x, y, { epochs: 2, verbose: 0, validationData: [x, y], callbacks });
  await run();
  const before = memory().numTensors;
  await run(new CsvLog({ path }));
  expect(memory().numTensors).toBe(before);
});

test.each([
  null,
  undefined,
  5,
  'x',
  [],
  {},
  { path: null },
  { path: '' },
  { path: 5 },
  { path: 'a\0b' },
  { pth: 'x' },
])('bad options %j are named', (options) => {
  expect(() => new CsvLog(options as never)).toThrow(ValueError);
});
