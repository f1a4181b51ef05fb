/**
 * fastText on the main job's data: the whole of WordNet, 8921 labels, the same examples held out, the same
 * words. F1@10 and micro-F1 (labels of probability 1/2 or more) on the held-out examples after each given
 * number of epochs, and the seconds of an epoch with one thread. Prints a table and writes
 * benchmarks/results/fasttext.json.
 *
 * It needs the command `fasttext` (Debian: apt-get install fasttext). Run it with `node scripts/run.mjs
 * benchmarks/fasttext.ts`. Options: --epochs NUMBERS, comma-separated; --dim SIZE; --rate RATE; --labels n,
 * with --examples and --held-out for a smaller data set.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDataset } from '@argmaxable/example-wordnet';
import { F1AtK, F1Score } from '@argmaxable/metrics';
import { useBackend } from '@argmaxable/node';
import { tensor2d } from '@tensorflow/tfjs-core';
import { writeResults } from './common/results.js';

const { values: options } = parseArgs({
  options: {
    epochs: { type: 'string', default: '1,6' },
    dim: { type: 'string', default: '25' },
    rate: { type: 'string', default: '0.1' },
    labels: { type: 'string', default: '8921' },
    examples: { type: 'string', default: '82191' },
    'held-out': { type: 'string', default: '5000' },
  },
});
const [n, examples, heldOutSize] = [options.labels, options.examples, options['held-out']].map(Number);
/** More labels than any example has: what micro-F1 is counted of. */
const most = 60;

if (spawnSync('fasttext').error) {
  console.error('This needs the command fasttext: apt-get install fasttext (Debian).');
  process.exit(2);
}
await useBackend('wasm', { log: false });
const data = loadDataset({ labels: n, examples, heldOut: heldOutSize, seed: 1 });
const folder = mkdtempSync(join(tmpdir(), 'fasttext-'));

interface Row {
  readonly epochs: number;
  readonly secondsPerEpoch: number;
  readonly f1At10: number;
  readonly microF1: number;
}

try {
  const [trainFile, testFile, model] = ['train.txt', 'test.txt', 'model'].map((name) => join(folder, name));
  writeFileSync(trainFile, linesOf(data.train));
  writeFileSync(testFile, linesOf(data.heldOut));
  const rows = options.epochs
    .split(',')
    .map(Number)
    .map((epochs): Row => {
      const { dim, rate } = options;
      const settings = [
        '-loss',
        'ova',
        '-dim',
        dim,
        '-lr',
        rate,
        '-minCount',
        '1',
        '-thread',
        '1',
        '-epoch',
        `${epochs}`,
      ];
      const started = performance.now();
      execFileSync('fasttext', ['supervised', '-input', trainFile, '-output', model, ...settings], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const secondsPerEpoch = (performance.now() - started) / 1000 / epochs;
      const row = { epochs, secondsPerEpoch, ...scoresOf(`${model}.bin`, testFile) };
      console.log(row);
      return row;
    });
  console.table(rows);
  writeResults('fasttext', { options, rows });
} finally {
  rmSync(folder, { recursive: true });
}

/** A line an example: its labels, then the words as the main job's models see them. */
function linesOf({ tokens, labelSets }: ReturnType<typeof loadDataset>['train']): string {
  const lines = tokens.map((words, row) => {
    const labels = Array.from(labelSets.get(row), (label) => `__label__${label}`);
    return [...labels, ...Array.from(words, (word) => `w${word}`)].join(' ');
  });
  return `${lines.join('\n')}\n`;
}

function scoresOf(model: string, testFile: string): Pick<Row, 'f1At10' | 'microF1'> {
  const output = execFileSync('fasttext', ['predict-prob', model, testFile, String(most)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const lines = output.trimEnd().split('\n');
  const f1At10 = new F1AtK({ k: 10 });
  const microF1 = new F1Score({ average: 'micro', threshold: 0.5 });
  for (let start = 0; start < lines.length; start += 256) {
    const batch = lines.slice(start, start + 256);
    const scores = new Float32Array(batch.length * n);
    batch.forEach((line, row) => {
      const parts = line.split(' ');
      for (let i = 0; i + 1 < parts.length; i += 2) {
        scores[row * n + Number(parts[i].slice('__label__'.length))] = Number(parts[i + 1]);
      }
    });
    const predictions = tensor2d(scores, [batch.length, n]);
    const targets = data.heldOut.labelSets.select(batch.map((_, row) => start + row));
    for (const metric of [f1At10, microF1]) metric.update(targets, predictions);
    predictions.dispose();
  }
  return { f1At10: f1At10.result(), microF1: microF1.result() };
}
