import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import { spawnSync } from 'node:child_process';
import { memory, ones, zeros } from '@tensorflow/tfjs-core';
import { Callback, callbacks as tfjsCallbacks, layers, sequential } from '@tensorflow/tfjs-layers';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { join } from 'node:path';
import { ProgressLine } from '../src/index.js';

class Written extends Writable {
  text = '';
  constructor(readonly isTTY?: boolean) {
    super();
  }
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const [x, y] = [ones([10, 3]), zeros([10, 2])];

function model() {
  const model = sequential({
    layers: [layers.dense({ units: 2, inputShape: [3], kernelInitializer: 'zeros' })],
  });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  return model;
}

const dataset = (size?: number) => ({
  size,
  iterator: () => {
    let left = 3;
    const next = () =>
      Promise.resolve(
        left-- > 0 ? { value: { xs: x.clone(), ys: y.clone() }, done: false } : { value: null, done: true },
      );
    return Promise.resolve({ next });
  },
});

/** What is written, without the seconds that an epoch takes. */
const lines = ({ text }: Written) => text.replace(/\d+\.\d s/g, 'S s').split('\n');

test('elsewhere than on a terminal there is one line an epoch, with all values', async () => {
  const stream = new Written();
  const values = new (class extends Callback {
    override onEpochEnd(epoch: number, logs?: object): Promise<void> {
      Object.assign(logs!, {
        'val_f1@8': [0.123456, NaN][epoch],
        'a\u001b[31mb': 1,
        large: 123456,
        none: -Infinity,
      });
      return Promise.resolve();
    }
  })();
  await model().fit(x, y, {
    epochs: 2,
    batchSize: 3,
    validationSplit: 0.2,
    callbacks: [values, new ProgressLine({ stream })],
  });
  expect(lines(stream)).toEqual([
    'epoch 1/2  S s  val_loss 0  loss 0  val_f1@8 0.1235  a\\u001b[31mb 1  large 123500  none -Infinity',
    'epoch 2/2  S s  val_loss 0  loss 0  val_f1@8 NaN  a\\u001b[31mb 1  large 123500  none -Infinity',
    '',
  ]);
});

describe('on a terminal a bar shows the batches, and goes before the line', () => {
  test.each<[string, (callbacks: Callback[]) => Promise<unknown>, string]>([
    [
      'of fit',
      (callbacks) => model().fit(x, y, { epochs: 1, batchSize: 4, callbacks }),
      '3/3  0s left  loss 0',
    ],
    [
      'of a dataset of known size',
      (callbacks) => model().fitDataset(dataset(3) as never, { epochs: 1, callbacks }),
      '1/3',
    ],
    [
      'of batchesPerEpoch',
      (callbacks) => model().fitDataset(dataset() as never, { epochs: 1, batchesPerEpoch: 2, callbacks }),
      '0/2',
    ],
    [
      'of a dataset of unknown size',
      (callbacks) => model().fitDataset(dataset() as never, { epochs: 1, callbacks }),
      'batch 0',
    ],
  ])('%s', async (_, train, part) => {
    const stream = new Written(true);
    // A redraw waits for a fifth of a second.
    const slow = new (class extends Callback {
      override onBatchBegin(): Promise<void> {
        return new Promise((resolve) => setTimeout(resolve, 250));
      }
    })();
    await train([slow, new ProgressLine({ stream })]);
    const { text } = stream;
    expect(text).toContain('epoch 1/1  ');
    expect(text).toContain(part);
    expect(text.endsWith('\n')).toBe(true);
    // The line stands alone, in place of the bar.
    expect(stripVTControlCharacters(text).replace(/\d+\.\d s/, 'S s')).toMatch(
      /epoch 1\/1 {2}S s {2}loss 0\n$/,
    );
    expect(text).not.toContain('\u001b[?25l'); // the cursor stays
    expect(text).not.toContain('\u001b[?7l'); // and lines wrap
  });
});

test('the bar is gone when callbacks of the end of an epoch write', async () => {
  const stream = new Written(true);
  const writing = { onEpochEnd: () => void stream.write('a line\n') };
  await model().fit(x, y, {
    epochs: 2,
    batchSize: 5,
    callbacks: [writing, new ProgressLine({ stream })] as never,
  });
  for (const epoch of [1, 2]) expect(stream.text).toContain(`\u001b[2Ka line\nepoch ${epoch}/2  `);
});

test('a training that starts at a later epoch and is stopped', async () => {
  const stream = new Written();
  const stop = tfjsCallbacks.earlyStopping({ monitor: 'loss', patience: 1 });
  await model().fit(x, y, { initialEpoch: 3, epochs: 9, callbacks: [stop, new ProgressLine({ stream })] });
  expect(lines(stream)).toEqual(['epoch 4/9  S s  loss 0', 'epoch 5/9  S s  loss 0', '']);
});

test('leaves no tensor behind, on a terminal too', async () => {
  for (const isTTY of [true, false]) {
    const trained = model();
    const fit = (...callbacks: Callback[]) => trained.fit(x, y, { epochs: 2, batchSize: 2, callbacks });
    await fit();
    const before = memory().numTensors;
    await fit(new ProgressLine({ stream: new Written(isTTY) }));
    expect(memory().numTensors).toBe(before);
  }
});

test('an error in training does not keep the process alive', () => {
  const program = `
    import '@tensorflow/tfjs-backend-cpu';
    import { ones, zeros } from '@tensorflow/tfjs-core';
    import { Callback, layers, sequential } from '@tensorflow/tfjs-layers';
    import { ProgressLine } from '../src/index.ts';
    (async () => {
      const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
      model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
      const stream = Object.assign(process.stdout, { isTTY: true });
      stream.cursorTo ??= () => true;
      stream.clearLine ??= () => true;
      const callbacks = [new ProgressLine({ stream }), { onBatchEnd: () => { throw new Error('in training'); } }];
      await model.fit(ones([4, 3]), zeros([4, 2]), { epochs: 1, callbacks }).catch(({ message }) => console.log('caught: ' + message));
    })();
  `;
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program],
    {
      cwd: join(__dirname),
      encoding: 'utf8',
      timeout: 60_000, // far above what it takes: a process that hangs is killed by it
    },
  );
  expect(stderr).not.toContain('Error [');
  expect(stdout).toContain('caught: in training');
  expect(signal).toBeNull();
});

test('what it needs comes before it', async () => {
  const { f1AtK, MultiLabelEvaluation } = await import('@argmaxable/metrics');
  const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] });
  await expect(
    model().fit(x, y, { epochs: 1, callbacks: [new ProgressLine({ stream: new Written() }), evaluation] }),
  ).rejects.toThrow(
    'callbacks must be in the order in which they need each other: the callback that measures \'val_f1@1\' first; got "ProgressLine before it".',
  );
});

test.each([
  null,
  5,
  'x',
  [],
  {},
  { stream: null },
  { stream: 5 },
  { stream: {} },
  { stream: 'stderr' },
  { stram: 1 },
])('bad options %j are named', (options) => {
  if (JSON.stringify(options) === '{}') return;
  expect(() => new ProgressLine(options as never)).toThrow(ValueError);
});
