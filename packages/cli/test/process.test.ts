import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { npyMatrix } from '@argmaxable/test-support/files';
import { Files, implication } from './command.js';
import { float32Tensors } from './tensors.js';

const files = new Files();
const root = resolve(__dirname, '../../..');
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,1]\n[0,1]\n[2]\n[0,2]\n');

/** Runs the command as users do; reports need it, as the plots' library is a module that Jest cannot load. */
function start(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') };
  const file = join(__dirname, 'argmaxable.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', file, ...args], { cwd: root, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test('writes a report that stands alone, with names and numbers escaped', async () => {
  const names = files.write('names.json', '["<script>alert(1)</script>","b & c","\\"d\\""]');
  const page = files.path('report.html');
  const run = await start(
    'verify',
    matrix,
    '--labels',
    labels,
    '--label-names',
    names,
    '--report',
    page,
    '--mode',
    'radius',
  );
  expect([run.code, run.err]).toEqual([1, expect.stringContaining('verified 5 of 5 label sets (100 %)')]);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain(
    '60.0 % of the label sets can never be predicted by the last matrix alone, with any layers in front of it.',
  );
  expect(html).toContain('40.0 % reachable · 60.0 % out of reach');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; · b &amp; c');
  expect(html).not.toContain('<script');
  expect(html.match(/<svg[^]*?<\/svg>/g)).toHaveLength(4);
  // Nothing is loaded from anywhere: names of namespaces apart, there is no address.
  expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|src=|@import|<link/);
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});

test('a report shows what could do something in a page or a terminal as code', async () => {
  const odd = ['\u001b]0;title\u0007a', 'b\u009b31m\u202e<&', '\u2066\u200f\u0000'];
  const names = files.write('odd.json', JSON.stringify(odd));
  const page = files.path('odd.html');
  const { out, err } = await start(
    ...[
      'verify',
      matrix,
      '--labels',
      files.write('odd.jsonl', '[0,1]\n'),
      '--label-names',
      names,
      '--report',
      page,
    ],
  );
  const html = readFileSync(page, 'utf8');
  for (const text of [out, err, html]) {
    expect(text).not.toMatch(/(?![\n\r\t])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  }
  expect(html).toContain('\\u001b]0;title\\u0007a · b\\u009b31m\\u202e&lt;&amp;');
});

test.each([
  ['all within reach', '[0]\n', 'All label sets are within reach of the last matrix alone, for features', 4],
  ['none within reach', '[2]\n', '100 % of the label sets can never be predicted by the last', 2],
])('a report of a run with %s', async (_, sets, headline, plots) => {
  const page = files.path('one.html');
  await start('verify', matrix, '--labels', files.write('one.jsonl', sets), '--report', page);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain(headline);
  // Without a reachable set there is no radius to draw.
  expect(html.match(/<svg/g)).toHaveLength(plots);
});

test('a merged report has names too', async () => {
  const [out, page] = [files.path('one.json'), files.path('merged.html')];
  await start('verify', matrix, '--labels', labels, '--out', out, '--quiet');
  const names = files.write('words.txt', 'red\ngreen\nblue\n');
  const { code, err } = await start('merge', out, '--report', page, '--label-names', names);
  expect([code, err]).toEqual([1, '']);
  expect(readFileSync(page, 'utf8')).toContain('red · green');
});

test('a report names labels as config.json does', async () => {
  mkdirSync(files.path('folder'));
  files.write(
    'folder/model.safetensors',
    float32Tensors({ 'classifier.weight': [[3, 2], implication.flat()] }),
  );
  files.write('folder/config.json', JSON.stringify({ id2label: { 0: 'red', 1: 'green', 2: 'blue' } }));
  const page = files.path('folder.html');
  await start('verify', files.path('folder'), '--labels', labels, '--report', page, '--quiet');
  expect(readFileSync(page, 'utf8')).toContain('red · green');
});

test('a file that is missing beside one that is wrong is no crash', async () => {
  const xml = files.write('wrong.xml', '<labels>');
  const { code, err } = await start('verify', matrix, '--labels', files.path('none.arff'), '--xml', xml);
  expect([code, err]).toEqual([2, expect.stringMatching(/^argmaxable: .*\n$/)]);
});

test('an error is one line and exit code 2', async () => {
  const { code, out, err } = await start('verify', files.path('none.npy'));
  expect([code, out, err]).toEqual([
    2,
    '',
    `argmaxable: ${files.path('none.npy')}: there is no such file or folder.\n`,
  ]);
});

test('the package has a command that is there and can be run', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
    bin: { argmaxable: string };
    files: string[];
  };
  const bin = join(__dirname, '..', manifest.bin.argmaxable);
  expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(manifest.files).toContain(manifest.bin.argmaxable.split('/')[0]);
});
