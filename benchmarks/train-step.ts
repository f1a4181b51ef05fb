/**
 * One training step (forward, backward, Adam) of three heads of one width, side by side: the stock way, two
 * dense layers with tfjs's own loss and optimizer; BSLOutput; DFTOutput. Each head is a process of its own,
 * one at work at a time, in turns. Prints a table and writes benchmarks/results/train-step.json.
 *
 * `node scripts/run.mjs benchmarks/train-step.ts`. Options: --backend NAME; --steps COUNT, of the stock
 * head's raw steps, four times that of ours; --flags FLAGS for Node, as in
 * `--flags=--experimental-wasm-relaxed-simd`; --only INDEX of a configuration.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, writeResults } from './common/results.js';
import type { Answer, HeadSettings, Order } from './train-step/head.js';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    steps: { type: 'string', default: '40' },
    flags: { type: 'string', default: '' },
    only: { type: 'string' },
  },
});
const { backend } = values;
const steps = Number(values.steps);
/** Until the engine has compiled everything at full speed. */
const warmUp = { stock: 8, BSL: 200, DFT: 200 };
/** How often a head has its turn. It finds its caches cold, so short steps are timed more often. */
const turns = 4;
const rawSteps = { stock: steps, BSL: 4 * steps, DFT: 4 * steps };
/** The stock head takes seconds for some of them; `fit` takes an epoch of 8 in each turn at least. */
const stepsThroughLayers = { ...rawSteps, stock: 8 };

const configurations = [
  { batch: 32, units: 8921, k: 80, slack: 50 },
  { batch: 32, units: 8921, k: 34, slack: 25 },
  { batch: 256, units: 8921, k: 80, slack: 50 },
  { batch: 256, units: 8921, k: 34, slack: 25 },
  { batch: 32, units: 20000, k: 50, slack: 100 },
].filter((_, i) => values.only === undefined || Number(values.only) === i);

const rows: Record<string, string | number>[] = [];
for (const configuration of configurations) {
  const heads = await Promise.all(
    (['stock', 'BSL', 'DFT'] as const).map((head) =>
      start({ head, backend, features: 500, ...configuration }),
    ),
  );
  for (const { head, tell } of heads) await tell({ way: 'raw', steps: warmUp[head] });
  const raw = await inTurns(heads, 'raw', rawSteps);
  const onBatch = await inTurns(heads, 'trainOnBatch', stepsThroughLayers);
  const fit = await inTurns(heads, 'fit', stepsThroughLayers);
  for (const [i, { head, parameters, tell, child }] of heads.entries()) {
    const [bytes] = await tell({ way: 'profile', steps: 1 });
    rows.push({
      'batch, n, k, slack': Object.values(configuration).join(', '),
      head,
      parameters,
      'raw, ms': round(median(raw[i])),
      'stock / ours': round(median(raw[0]) / median(raw[i])),
      'trainOnBatch, ms': round(median(onBatch[i])),
      'fit, ms': round(median(fit[i])),
      'fit / raw': round(median(fit[i]) / median(raw[i]), 2),
      'peak, MB': round(bytes / 1e6),
    });
    child.kill();
  }
  console.table(rows.slice(-heads.length));
}
console.log(
  `Medians of ${steps} steps, ${4 * steps} of ours, heads in turns; E = 500, Adam, k active labels; backend ${backend}.`,
);
console.table(rows);
writeResults('train-step', { backend, steps, flags: values.flags, rows });

interface Head {
  readonly head: HeadSettings['head'];
  readonly parameters: number;
  readonly child: ChildProcess;
  readonly tell: (order: Order) => Promise<number[]>;
}

async function start(settings: HeadSettings): Promise<Head> {
  const child = fork(join(import.meta.dirname, 'train-step/head.ts'), [JSON.stringify(settings)], {
    execArgv: ['--import', 'tsx', ...values.flags.split(' ').filter(Boolean)],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The ${settings.head} head ended early.`);
  });
  ended.catch(() => undefined); // it does end, when it is told to
  const answer = async () => {
    const [{ numbers }] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
    return numbers;
  };
  const [parameters] = await answer();
  const tell = (order: Order) => {
    child.send(order);
    return answer();
  };
  return { head: settings.head, parameters, child, tell };
}

/** Some steps of one head, then of the next, until each has its own. */
async function inTurns(
  heads: readonly Head[],
  way: Order['way'],
  count: Record<Head['head'], number>,
): Promise<number[][]> {
  const times = heads.map((): number[] => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, { head, tell }] of heads.entries()) {
      times[i].push(...(await tell({ way, steps: Math.ceil(count[head] / turns) })));
    }
  }
  return times;
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
