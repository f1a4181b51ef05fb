import { readFileSync } from 'node:fs';
import { argmaxable, Files } from './command.js';
import { version } from '../src/version.js';

const files = new Files();
// On the circle 0..5, {0, 3} and {1, 4} are two runs each; side by side they are one.
const labels = files.write('labels.jsonl', '[0,3]\n[0,3]\n[1,4]\n[2]\n');

test('stats: counts, runs under both orders, and the layers they need', async () => {
  const order = files.path('order.json');
  const { code, out, err } = await argmaxable([
    'stats',
    labels,
    '-n',
    '6',
    '--features',
    '10',
    '--order',
    order,
  ]);
  expect([code, err]).toEqual([0, '']);
  expect(out.replace(/ +/g, ' ')).toContain('examples (N) 4\nlabels (n) 6, 1 of them in no example\n');
  expect(out.replace(/ +/g, ' ')).toMatch(
    /cyclic runs, most 2 1\n.*\n?k for all examples 2 \(5 columns\) 1 \(3 columns\)/,
  );
  // E (2k+1) + (2k+1), and for the BSL layer (2k+1) n more.
  expect(out.replace(/ +/g, ' ')).toContain(
    'DFT layer for all: parameters 55 33\nBSL layer of this width: parameters 85 51',
  );
  expect(out).toContain('k = 1, labels in the better order');
  const better = JSON.parse(readFileSync(order, 'utf8')) as number[];
  expect([...better].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect([1, 5]).toContain(Math.abs(better.indexOf(0) - better.indexOf(3)));
});

test('stats as JSON', async () => {
  const { out } = await argmaxable(['stats', labels, '--json']);
  expect(JSON.parse(out)).toMatchObject({
    size: 4,
    numLabels: 5,
    maxActive: 2,
    meanActive: 1.75,
    distinctSets: 3,
    givenOrder: { cyclicRuns: { max: 2 }, smallestLayer: { all: { k: 2 } } },
    betterOrder: { cyclicRuns: { max: 1 }, smallestLayer: { all: { k: 1 } } },
    recommendedLayer: { k: 1, guaranteedShare: 1, expectedShare: null },
  });
});

test('stats: a layer for a share of the examples, and for a radius', async () => {
  const several = files.write('several.jsonl', '[0,2]\n[1]\n[3]\n[0,3]\n[2,3]\n[4]\n[1,3]\n');
  const { out } = await argmaxable(['stats', several, '-n', '30', '--share', '0.5', '--slack', '2']);
  expect(out).toMatch(/a DFTOutput with k = 1 and slack = 2, labels in the/);
  expect(out).toMatch(/It reaches the label sets of (?:5|6|7|8)[\d.]* % of the examples, by theorem\./);
  expect(out).toMatch(/without slack, estimated: median 0\.00\d+, a tenth below/);
  const wide = JSON.parse(
    (await argmaxable(['stats', several, '-n', '30', '--radius', '0.05', '--json'])).out,
  ) as { recommendedLayer: { k: number; expectedShare: number } };
  expect(wide.recommendedLayer.expectedShare).toBe(1);
  expect(wide.recommendedLayer.k).toBeGreaterThan(2);
  const none = await argmaxable(['stats', several, '-n', '30', '--share', '0.5', '--radius', '0.9']);
  expect(none.out).toContain('No DFT layer reaches 50 % of them, with an expected radius of 0.9');
  const wrong = await argmaxable(['stats', several, '--share', '1.5']);
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('above 0 and up to 1')]);
});

test('stats where no DFT layer is so large', async () => {
  const { code, out } = await argmaxable(['stats', files.write('two.jsonl', '[0]\n[1]\n')]);
  expect([code, out]).toEqual([0, expect.stringContaining('No DFT layer reaches them all')]);
});

test("count: Cover's numbers", async () => {
  expect((await argmaxable(['count', '-n', '4', '-d', '2'])).out).toMatch(/reachable +8\nshare +50 %/);
  expect((await argmaxable(['count', '-n', '3', '-d', '5'])).out).toMatch(/reachable +8\nshare +all/);
  // Lines in a plane cut it into 1 + n + C(n, 2) cells.
  expect(
    JSON.parse((await argmaxable(['count', '-n', '5', '-d', '2', '--bias', '--json'])).out),
  ).toMatchObject({ count: '16' });
  expect((await argmaxable(['count', '-n', '9000', '-d', '50'])).out).toMatch(/share +2\^-8\d\d\d\.\d/);
});

test('help and version are there everywhere', async () => {
  const commands = [[], ['verify'], ['check-certificates'], ['merge'], ['stats'], ['count']];
  for (const command of commands) {
    const help = await argmaxable([...command, '--help']);
    expect([help.code, help.out]).toEqual([
      0,
      expect.stringContaining(`Usage: ${['argmaxable', ...command].join(' ')} [options]`),
    ]);
    expect(await argmaxable([...command, '--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  }
});

test("the version is the package's", () => {
  const manifest = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8')) as { version: string };
  expect(version).toBe(manifest.version);
});
