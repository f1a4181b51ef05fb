/**
 * The product of a DFT layer, and the product with its gradients, side by side: in our kernel, in operations
 * of tfjs by interpolation, and densely, on cpu, wasm, webgl and webgpu, with the time to build the tables.
 * Each backend is a process or page of its own, one at work at a time, in turns. Prints tables and writes
 * benchmarks/results/dft-product.json.
 *
 * `node scripts/run.mjs benchmarks/dft-product.ts`. Options: --flags FLAGS for Node, as in
 * `--flags=--experimental-wasm-relaxed-simd`; --only INDEX of a configuration. webgl and webgpu need a
 * Chromium, and take smaller batches: without a GPU they are slow.
 */
import { parseArgs } from 'node:util';
import type { Times } from './dft-product/measure.js';
import { siteInNode } from './dft-product/node-site.js';
import { siteInPage } from './dft-product/page-site.js';
import type { Site } from './dft-product/site.js';
import type { Sizes } from './dft-product/sizes.js';
import { median, writeResults } from './common/results.js';

const { values } = parseArgs({
  options: { flags: { type: 'string', default: '' }, only: { type: 'string' } },
});
const flags = values.flags.split(' ').filter(Boolean);
const turns = 4;
/** Rounds of each backend in each turn; the first turn warms up. */
const rounds: Record<string, number> = { cpu: 2, wasm: 7, 'wasm, ours': 7, webgl: 2, webgpu: 1 };

const configurations: Sizes[] = [
  { batch: 32, n: 8921, k: 80, slack: 50, ordered: false },
  { batch: 32, n: 8921, k: 34, slack: 25, ordered: false },
  { batch: 32, n: 8921, k: 80, slack: 50, ordered: true },
].filter((_, i) => values.only === undefined || Number(values.only) === i);

const rows: Record<string, string | number>[] = [];
for (const sizes of configurations) {
  const sites: Site[] = [
    await siteInNode('cpu', { backend: 'cpu', ours: false, sizes }, flags),
    await siteInNode('wasm', { backend: 'wasm', ours: false, sizes }, flags),
    await siteInNode('wasm, ours', { backend: 'wasm', ours: true, sizes }, flags),
  ];
  for (const [backend, share] of [
    ['webgl', 4],
    ['webgpu', 8],
  ] as const) {
    const site = await siteInPage(backend, { ...sizes, batch: sizes.batch / share });
    if (site) sites.push(site);
    else console.log(`Left out ${backend}: no Chromium; CHROMIUM_PATH names one that is not found.`);
  }
  const times: Record<string, Times>[][] = sites.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, site] of sites.entries()) {
      const measured = await site.turn(rounds[site.name]);
      if (turn > 0) times[i].push(measured);
    }
  }
  for (const [i, site] of sites.entries()) {
    const { name, sizes, starts } = site;
    for (const [way, start] of Object.entries(starts)) {
      const all = (part: keyof Times) => median(times[i].flatMap((turn) => turn[way][part]));
      const { batch, n, k, slack, ordered } = sizes;
      rows.push({
        'batch, n, k, slack': `${batch}, ${n}, ${k}, ${slack}${ordered ? ', an order' : ''}`,
        backend: name,
        way,
        'forward, ms': round(all('forward')),
        'with gradients, ms': round(all('gradients')),
        'first product, ms': round(start.first),
        'of a second layer, ms': round(start.second),
        'error of logits': start.logitError.toExponential(1),
        'of gradients': start.gradientError.toExponential(1),
      });
    }
    await site.close();
  }
  console.table(
    rows.filter((row) => String(row['batch, n, k, slack']).includes(`, ${sizes.n}, ${sizes.k}, `)),
  );
}
writeResults('dft-product', { flags: values.flags, rows });

function round(value: number): number {
  return Number(value.toPrecision(3));
}
