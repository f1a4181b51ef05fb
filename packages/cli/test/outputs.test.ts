import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { processTag } from '@argmaxable/node';
import { npy, npyMatrix, packed } from '@argmaxable/test-support/files';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { checkOutputs, releaseOutputs, writeAtomically } from '../src/output/atomic-file.js';
import { argmaxable, Files, implication } from './command.js';
import { saved } from './saved-models.js';
import { float32Tensors } from './tensors.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,1]\n');
afterEach(releaseOutputs);

const run = (option: string, path: string) =>
  argmaxable(['verify', matrix, '--labels', labels, '--quiet', option, path]);

function folder(name: string): string {
  mkdirSync(files.path(name));
  return files.path(name);
}

function pipe(name: string): string {
  execFileSync('mkfifo', [files.path(name)]);
  return files.path(name);
}

describe('a plain file', () => {
  test('is replaced whole, with the mode that it had', async () => {
    const path = join(folder('mode'), 'out.json');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    const old = openSync(path, 'r');
    expect((await run('--out', path)).code).toBe(1);
    expect(statSync(path).mode & 0o7777).toBe(0o640);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('format');
    expect(readFileSync(old, 'utf8')).toBe('old'); // who has it open reads on
    closeSync(old);
    expect(readdirSync(files.path('mode'))).toEqual(['out.json']);
  });

  test('at the end of links is replaced; the links stay', async () => {
    const place = folder('links');
    writeFileSync(join(place, 'real.json'), 'old');
    mkdirSync(join(place, 'inner'));
    symlinkSync('../real.json', join(place, 'inner/link.json'));
    symlinkSync(join(place, 'inner/link.json'), join(place, 'first.json'));
    for (const option of ['--out', '--certificates']) {
      await run(option, join(place, 'first.json'));
      expect(readFileSync(join(place, 'real.json'), 'utf8')).toMatch(/^\{"format":"argmaxable-/);
      expect(readlinkSync(join(place, 'first.json'))).toBe(join(place, 'inner/link.json'));
      expect(readlinkSync(join(place, 'inner/link.json'))).toBe('../real.json');
    }
  });

  test('that a link names and is not there yet is made there', async () => {
    const place = folder('dangling');
    symlinkSync('new.json', join(place, 'link.json'));
    await run('--out', join(place, 'link.json'));
    expect(lstatSync(join(place, 'link.json')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(place, 'new.json')).isFile()).toBe(true);
  });

  test('that is an input under another name is refused', async () => {
    const place = folder('inputs');
    symlinkSync(labels, join(place, 'link.json'));
    const { code, err } = await run('--out', join(place, 'link.json'));
    expect([code, err]).toEqual([2, expect.stringContaining('--out must name another file than an input')]);
    symlinkSync('a.json', join(place, 'b.json'));
    const outputs = { '--out': join(place, 'a.json'), '--report': join(place, 'b.json') };
    await expect(checkOutputs(outputs, [])).rejects.toThrow('--report must name another file than --out');
  });

  test('that cannot be is refused before the work', async () => {
    const place = folder('refused');
    symlinkSync('loop', join(place, 'loop'));
    symlinkSync('none/x.json', join(place, 'astray'));
    for (const [path, message] of [
      [place, 'this is a folder'],
      [join(place, 'loop'), 'its links form a circle'],
      [join(place, 'astray'), 'there is no such file or folder'],
      [join(place, 'none/x'), 'there is no such file or folder'],
    ]) {
      await expect(checkOutputs({ '--out': path }, [])).rejects.toThrow(message);
    }
    expect(readdirSync(place)).toEqual(['astray', 'loop']);
  });

  test('left by killed commands is removed by the next, but no other', async () => {
    const place = folder('litter');
    const of = (tag: string, hex: string): string => join(place, `.argmaxable-${tag}-${hex}.out.tmp`);
    const gone = processTag().replace(/\d+$/, '999999999');
    const left = [of(gone, '00000000'), of('00000000-1', '00000001')];
    const kept = [of(processTag(), '00000002'), of('00000000-1', '00000003'), join(place, 'mine.tmp')];
    [...left, ...kept].forEach((path) => writeFileSync(path, 'x'));
    const before = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const path of [left[1], kept[2]]) utimesSync(path, before, before);
    await run('--out', join(place, 'out.json'));
    expect(
      readdirSync(place)
        .map((name) => join(place, name))
        .sort(),
    ).toEqual([...kept, join(place, 'out.json')].sort());
  });

  test('is whole whenever the writer is killed', async () => {
    const root = join(__dirname, '../../..');
    const script = files.path('write-forever.cjs');
    execFileSync(process.execPath, [
      join(root, 'node_modules/esbuild/bin/esbuild'),
      ...[join(__dirname, 'write-forever.ts'), '--bundle', '--platform=node', '--external:@tensorflow/*'],
      ...[`--outfile=${script}`, '--log-level=error'],
    ]);
    const place = folder('killed');
    const path = join(place, 'out.txt');
    for (const delay of [0, 3, 7, 12, 20, 33]) {
      const child = spawn(process.execPath, [script, path], {
        env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const lines = readFileSync(path, 'utf8').split('\n');
      expect([lines.length, new Set(lines).size]).toEqual([100_001, 2]);
    }
    await writeAtomically(path, 'done');
    expect(readdirSync(place)).toEqual(['out.txt']);
  }, 60_000);
});

describe('a file that the model is read from', () => {
  const refused = '--NAME must name another file than an input';
  const options = ['--out', '--report', '--certificates', '--checkpoint'];

  /** Every file of the folder is as it was, and each option was refused. */
  async function expectRefused(args: readonly string[], output: string, place: string): Promise<void> {
    const before = contentOf(place);
    for (const option of options) {
      const { code, out, err } = await argmaxable([
        ...['verify', ...args, '--labels', labels, '--quiet'],
        ...[option, output],
      ]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toBe(`argmaxable: ${output}: ${refused.replace('--NAME', option)}.\n`);
    }
    expect(contentOf(place)).toEqual(before);
  }

  function contentOf(place: string): Record<string, string> {
    const names = readdirSync(place).filter((name) => statSync(join(place, name)).isFile());
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(place, name), 'latin1')]));
  }

  test('is no output: of a tfjs model its model.json and its weights, by whatever path', async () => {
    const dense = layers.dense({ units: 3, inputShape: [2] });
    const place = await saved(files, 'tfjs', sequential({ layers: [dense] }));
    const model = join(place, 'model.json');
    const [weights] = readdirSync(place).filter((name) => name.endsWith('.bin'));
    mkdirSync(join(place, 'inner'));
    symlinkSync('../model.json', join(place, 'inner/link.json'));
    symlinkSync(place, files.path('tfjs-link'));
    linkSync(join(place, weights), join(place, 'other-name.bin'));
    for (const given of [place, `${place}/`, model, files.path('tfjs-link')]) {
      await expectRefused([given], model, place);
      await expectRefused([given], join(place, weights), place);
    }
    for (const output of [
      join(place, 'inner/link.json'),
      `${place}/inner/../model.json`,
      join(files.path('tfjs-link'), 'model.json'),
      relative(process.cwd(), model),
      join(place, 'other-name.bin'),
    ]) {
      await expectRefused([place], output, place);
    }
    await expectRefused([join(place, 'inner/link.json')], model, place);
    // Beside them there is room.
    const beside = join(place, 'report.json');
    const { code } = await argmaxable(['verify', place, '--labels', labels, '--quiet', '--out', beside]);
    expect(code).toBeLessThan(2);
    expect(JSON.parse(readFileSync(beside, 'utf8'))).toHaveProperty('format');
  });

  test('is no output: of a model in shards the index, the config and each shard', async () => {
    const place = folder('shards');
    const shards = [1, 2].map((i) => `model-0000${i}-of-00002.safetensors`);
    const index = { weight_map: { 'classifier.weight': shards[0], 'other.weight': shards[1] } };
    writeFileSync(join(place, 'model.safetensors.index.json'), JSON.stringify(index));
    writeFileSync(join(place, 'config.json'), '{}');
    writeFileSync(
      join(place, shards[0]),
      float32Tensors({ 'classifier.weight': [[3, 2], implication.flat()] }),
    );
    writeFileSync(join(place, shards[1]), float32Tensors({ 'other.weight': [[1, 1], [1]] }));
    for (const name of ['model.safetensors.index.json', 'config.json', ...shards]) {
      await expectRefused([place], join(place, name), place);
    }
    await expectRefused([join(place, 'model.safetensors.index.json')], join(place, shards[0]), place);
  });

  test('is no output: of a folder its .safetensors file, of an array its bias', async () => {
    const place = folder('single');
    const file = join(place, 'model.safetensors');
    writeFileSync(file, float32Tensors({ 'classifier.weight': [[3, 2], implication.flat()] }));
    await expectRefused([place], file, place);
    const bias = join(place, 'b.npy');
    writeFileSync(bias, npy({ shape: [3] }, packed([0, 0, 0], 'f8', '<')));
    await expectRefused([matrix, '--bias', bias], bias, place);
    // What another model would be read from is no input of this one.
    for (const name of ['config.json', 'model.json']) {
      const output = join(place, name);
      const { code } = await argmaxable(['verify', matrix, '--labels', labels, '--quiet', '--out', output]);
      expect([code, readdirSync(place)]).toEqual([1, expect.arrayContaining([name])]);
    }
  });

  test('is no output, nor are the files that other options name', async () => {
    const place = folder('options');
    const thresholds = join(place, 't.json');
    writeFileSync(thresholds, '[0, 0, 0]');
    await expectRefused([matrix, '--thresholds', thresholds], thresholds, place);
    const observed = join(place, 'x.npy');
    writeFileSync(observed, npyMatrix([[1, 2]]));
    await expectRefused([matrix, '--feature-range', `observed:${observed}`], observed, place);
    const names = join(place, 'names.txt');
    writeFileSync(names, 'a\nb\nc\n');
    await expectRefused([matrix, '--label-names', names], names, place);
    const report = join(place, 'r.json');
    await run('--out', report);
    const merged = await argmaxable(['merge', report, '--label-names', names, '--report', names]);
    expect([merged.code, merged.err]).toEqual([
      2,
      `argmaxable: ${names}: --report must name another file than an input.\n`,
    ]);
    const again = await argmaxable(['merge', report, '--out', join(place, '../options/r.json')]);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('another file than an input')]);
  });
});

describe('a pipe or a device', () => {
  test.each(['--out', '--certificates'])('/dev/null stays one: %s', async (option) => {
    expect((await run(option, '/dev/null')).code).toBe(1);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('behind a link is written in place', async () => {
    const place = folder('device');
    symlinkSync('/dev/null', join(place, 'null'));
    expect((await run('--out', join(place, 'null'))).code).toBe(1);
    expect(readlinkSync(join(place, 'null'))).toBe('/dev/null');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('that nobody reads is refused before the work', async () => {
    const path = pipe('unread');
    const { code, err } = await run('--out', path);
    expect([code, err]).toEqual([2, expect.stringContaining('unread: nobody reads this pipe')]);
    expect(statSync(path).isFIFO()).toBe(true);
  });

  test('is written from its beginning to its end, more than it holds at once', async () => {
    const path = pipe('read');
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    await checkOutputs({ '--out': path }, []);
    const text = 'x'.repeat(300_000);
    let got = 0;
    const written = writeAtomically(path, [text, text]);
    const piece = Buffer.alloc(2 ** 16);
    for (let done = false; !done;) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      try {
        const length = readSync(reader, piece);
        got += length;
        done = length === 0;
      } catch (error) {
        expect(error).toHaveProperty('code', 'EAGAIN');
      }
    }
    await written;
    closeSync(reader);
    expect(got).toBe(600_000);
  });

  test('is no checkpoint', async () => {
    const { code, err } = await run('--checkpoint', '/dev/null');
    expect([code, err]).toEqual([2, expect.stringContaining('/dev/null: a checkpoint is also read')]);
  });

  test('that the process has open is written through that: /dev/fd', async () => {
    const path = files.path('open.txt');
    const descriptor = openSync(path, 'w');
    writeFileSync(descriptor, 'before\n');
    await writeAtomically(`/dev/fd/${descriptor}`, 'text\n');
    writeFileSync(descriptor, 'after\n');
    closeSync(descriptor);
    expect(readFileSync(path, 'utf8')).toBe('before\ntext\nafter\n');
    await expect(checkOutputs({ '--out': '/dev/fd/999' }, [])).rejects.toThrow(
      'nothing open that can be written to',
    );
  });
});

describe('inputs', () => {
  test('a pipe is read as far as its writer goes', async () => {
    const path = pipe('labels');
    const done = argmaxable(['verify', matrix, '--labels', path, '--format', 'jsonl', '--quiet']);
    const writer = await new Promise<number>((resolve) => {
      const open = (): void => {
        try {
          resolve(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
        } catch {
          setTimeout(open, 5);
        }
      };
      open();
    });
    writeFileSync(writer, '[0]\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    writeFileSync(writer, '[0,2]\n');
    closeSync(writer);
    expect(await done).toMatchObject({ code: 0, out: expect.stringContaining('2 label sets') as string });
  });

  test('a device without end is not read without end', async () => {
    for (const args of [
      ['verify', matrix, '--labels', '/dev/zero', '--format', 'npy'],
      ['verify', matrix, '--labels', '/dev/zero', '--format', 'jsonl'],
      ['merge', '/dev/zero'],
    ]) {
      expect(await argmaxable(args)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('/dev/zero') as string,
      });
    }
  });
});
