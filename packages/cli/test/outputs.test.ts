import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
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
import { join } from 'node:path';
import { processTag } from '@argmaxable/node';
import { checkOutputs, releaseOutputs, writeAtomically } from '../src/output/atomic-file.js';
import { npyMatrix } from './bytes.js';
import { argmaxable, Files, implication } from './command.js';

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
      [join(place, 'loop'), 'its links lead in a circle'],
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
    expect([code, err]).toEqual([2, expect.stringContaining('/dev/null: a checkpoint is read, too')]);
  });

  test('that the process has open is written through that: /dev/fd', async () => {
    const path = files.path('open.txt');
    const descriptor = openSync(path, 'w');
    writeFileSync(descriptor, 'before\n');
    await writeAtomically(`/dev/fd/${descriptor}`, 'text\n');
    writeFileSync(descriptor, 'after\n');
    closeSync(descriptor);
    expect(readFileSync(path, 'utf8')).toBe('before\ntext\nafter\n');
    await expect(checkOutputs({ '--out': '/dev/fd/999' }, [])).rejects.toThrow('nothing that can be written');
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
