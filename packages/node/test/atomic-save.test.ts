import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import type * as fsPromises from 'node:fs/promises';
import { join } from 'node:path';
import { fileSystem, processTag } from '../src/index.js';
import { artifacts, removeTemporaryFolders, temporaryFolder, valueOf } from './models.js';

/** Where and how the file system fails; `steps` lists what was asked of it. */
const mockFaults = {
  at: Infinity,
  /** From then on every call fails, as none is made by a process that has died; else only that one call. */
  forGood: false,
  /** Whether the failing call does its work before it fails; a write does half of it. */
  afterwards: false,
  steps: [] as string[],
};

jest.mock('node:fs/promises', () => {
  const real = jest.requireActual<typeof fsPromises>('node:fs/promises');

  async function step<T>(what: string, work: () => Promise<T>, half = work): Promise<T> {
    const index = mockFaults.steps.push(what) - 1;
    if (index !== mockFaults.at && !(mockFaults.forGood && index > mockFaults.at)) return work();
    if (index === mockFaults.at && mockFaults.afterwards) await half();
    throw Object.assign(new Error(`EIO: injected at ${what}`), { code: 'EIO' });
  }

  const mocked: Record<string, unknown> = { ...real };
  for (const name of ['mkdir', 'rename', 'unlink', 'readdir', 'stat', 'readFile'] as const) {
    const call = real[name] as (...args: unknown[]) => Promise<unknown>;
    mocked[name] = (...args: unknown[]) => step(name, () => call(...args));
  }
  mocked.open = async (path: string, flags: string) => {
    const what = flags === 'r' ? 'folder' : 'file';
    const file = await step(
      `open ${what}`,
      () => real.open(path, flags),
      async () => {
        const left = await real.open(path, flags);
        await left.close();
        return left;
      },
    );
    return {
      writeFile: (bytes: Uint8Array) =>
        step(
          'write',
          () => file.writeFile(bytes),
          () => file.writeFile(bytes.subarray(0, bytes.length / 2)),
        ),
      // Not for real: hundreds of flushes take a busy disk many seconds.
      sync: () => step(`sync ${what}`, () => Promise.resolve()),
      read: (...args: Parameters<typeof file.read>) => step('read', () => file.read(...args)),
      close: async () => {
        await file.close(); // Also by a process that dies.
        await step('close', () => Promise.resolve());
      },
    };
  };
  return mocked;
});

function fault(at: number, forGood = false, afterwards = false): void {
  Object.assign(mockFaults, { at, forGood, afterwards, steps: [] });
}

beforeEach(() => fault(Infinity));
afterAll(removeTemporaryFolders);

const load = async (folder: string) => valueOf(await fileSystem(join(folder, 'model.json')).load());
const save = (folder: string, value: number) => fileSystem(folder).save(artifacts(value));

async function folderWithModel(value: number): Promise<string> {
  const folder = temporaryFolder();
  await save(folder, value);
  return folder;
}

/** The steps of a save over an old model. */
async function stepsOfSave(): Promise<string[]> {
  const folder = await folderWithModel(1);
  fault(Infinity);
  await save(folder, 2);
  return mockFaults.steps;
}

test('everything is on the disk before the rename that commits it', async () => {
  const file = ['open file', 'write', 'sync file', 'close'];
  const flush = ['open folder', 'sync folder', 'close'];
  expect(await stepsOfSave()).toEqual([
    'mkdir',
    ...[...file, ...file], // The weights, and the JSON that names them.
    ...['rename', ...flush], // The weights, to their own name.
    ...['rename', ...flush], // model.json, over the old one.
    ...['readdir', 'readdir', 'stat', 'readFile'], // What is there, and what is named.
    ...['open folder', 'read', 'read', 'close', 'unlink'], // The old weights, once they are known to be ours.
  ]);
});

describe.each([
  ['the process dies before', true, false],
  ['the process dies after (or half through)', true, true],
  ['an error comes instead of', false, false],
  ['an error comes after (or half through)', false, true],
])('when %s a step, whichever it is,', (_, forGood, afterwards) => {
  test('the old model or the new one is whole, and the next save works', async () => {
    const { length } = await stepsOfSave();
    const outcomes: number[] = [];
    for (let at = 0; at < length; at++) {
      const folder = await folderWithModel(1);
      fault(at, forGood, afterwards);
      const error = await save(folder, 2).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      fault(Infinity);
      const value = await load(folder);
      if (!error) expect(value).toBe(2);
      if (error && /unchanged/.test(error.message)) {
        expect(value).toBe(1);
        // A process that lives on cleans up.
        if (!forGood) expect(readdirSync(folder)).toHaveLength(2);
      }
      outcomes.push(value);
      await save(folder, 3);
      expect(await load(folder)).toBe(3);
    }
    // For a process that dies: old up to the commit, new from there on.
    if (forGood) expect(outcomes).toEqual([...outcomes].sort());
    expect(new Set(outcomes)).toEqual(new Set([1, 2]));
  });

  test('a first save leaves no model or a whole one', async () => {
    const { length } = await stepsOfSave();
    for (let at = 0; at < length; at++) {
      const folder = temporaryFolder();
      fault(at, forGood, afterwards);
      await save(folder, 2).catch(() => {});
      fault(Infinity);
      if (readdirSync(folder).includes('model.json')) expect(await load(folder)).toBe(2);
      await save(folder, 3);
      expect(await load(folder)).toBe(3);
    }
  });
});

test('two processes that save to one folder, each killed in the middle, leave a whole model', async () => {
  const root = join(__dirname, '../../..');
  const script = join(temporaryFolder(), 'save-forever.cjs');
  execFileSync(process.execPath, [
    join(root, 'node_modules/esbuild/bin/esbuild'),
    join(__dirname, 'save-forever.ts'),
    '--bundle',
    '--platform=node',
    '--external:@tensorflow/*',
    `--outfile=${script}`,
    '--log-level=error',
  ]);
  const folder = temporaryFolder();
  const start = async () => {
    const child = spawn(process.execPath, [script, folder], {
      env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  };
  for (const delay of [0, 5, 11, 18]) {
    const children = await Promise.all([start(), start()]);
    for (const child of children) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await load(folder)).toBeGreaterThan(0);
    }
  }
  await save(folder, 7);
  expect(await load(folder)).toBe(7);
  expect(readdirSync(folder)).toEqual(['model.json', expect.stringMatching(/^weights/)]);
}, 60_000);

test('concurrent saves of one process commit in the order in which they began', async () => {
  const folder = temporaryFolder();
  await Promise.all(
    [1, 2, 3, 4, 5].map((value) => fileSystem(folder).save(artifacts(value, 6000 - value * 1000))),
  );
  expect(await load(folder)).toBe(5);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a failed save does not hold up the next', async () => {
  const folder = temporaryFolder();
  const failed = fileSystem(folder).save({ ...artifacts(1), weightData: new ArrayBuffer(1) });
  const next = save(folder, 2);
  await expect(failed).rejects.toThrow(/weightData has 1 bytes/);
  await next;
  expect(await load(folder)).toBe(2);
});

test('loads while saves go on always get a whole model', async () => {
  const folder = await folderWithModel(0);
  let saving = true;
  const saves = (async () => {
    for (let value = 1; value <= 60; value++) await fileSystem(folder).save(artifacts(value, 500));
    saving = false;
  })();
  let loads = 0;
  for (; saving; loads++) expect(await load(folder)).toBeGreaterThanOrEqual(0);
  await saves;
  expect(loads).toBeGreaterThan(0);
});

/** A process that has ended, and its tag. */
function tagOfTheDead(): string {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return processTag().replace(/\d+$/, String(pid));
}

test('temporary files of dead saves are removed, those of running ones and other files are not', async () => {
  const folder = await folderWithModel(1);
  const [dead, alive] = [tagOfTheDead(), processTag()];
  const elsewhere = `${'0'.repeat(8)}-4711`;
  const left = [
    `.argmaxable-${dead}-00000000.json.tmp`,
    `.argmaxable-${dead}-00000001.bin.tmp`,
    `.argmaxable-${elsewhere}-00000002.bin.tmp`,
  ];
  const kept = [
    `.argmaxable-${alive}-00000003.json.tmp`,
    `.argmaxable-${elsewhere}-00000004.bin.tmp`,
    `.argmaxable-${dead}-mine.tmp`,
    'notes.tmp',
  ];
  for (const name of [...left, ...kept]) writeFileSync(join(folder, name), 'x');
  mkdirSync(join(folder, `.argmaxable-${dead}-00000005.bin.tmp`));
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const name of [left[2], 'notes.tmp']) utimesSync(join(folder, name), twoHoursAgo, twoHoursAgo);
  await save(folder, 2);
  const names = readdirSync(folder).filter((name) => !/^(model\.json|weights\..*)$/.test(name));
  expect(names.sort()).toEqual([...kept, `.argmaxable-${dead}-00000005.bin.tmp`].sort());
});

describe('of the files that an old model.json names', () => {
  const hashed = (content: string, random = '01234567'): string =>
    `weights.${createHash('sha256').update(content).digest('hex').slice(0, 16)}.${random}.bin`;

  test('none is removed that a save has not written: others, folders, links, ours with another content', async () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'model');
    await save(folder, 1);
    writeFileSync(join(parent, 'precious'), 'x');
    writeFileSync(join(folder, 'thesis.tex'), 'x');
    writeFileSync(join(folder, 'weights.bin'), 'x');
    writeFileSync(join(folder, hashed('x')), 'y');
    writeFileSync(join(parent, 'outside.bin'), 'z');
    symlinkSync(join(parent, 'outside.bin'), join(folder, hashed('z')));
    mkdirSync(join(folder, hashed('')));
    const kept = readdirSync(folder).filter((name) => !/^weights\..*\.(?!01234567)\w+\.bin$/.test(name));
    const paths = [
      ...['../precious', join(parent, 'precious'), 'model.json', '..', 4, './thesis.tex'],
      ...readdirSync(folder),
    ];
    const weightsManifest = [{ paths, weights: [] }];
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology: {}, weightsManifest }));
    await save(folder, 2);
    expect(readdirSync(parent).sort()).toEqual(['model', 'outside.bin', 'precious']);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(kept));
    expect(readdirSync(folder)).toHaveLength(kept.length + 1);
    expect(await load(folder)).toBe(2);
  });

  test('weights that a copy of it names stay, until the copy goes', async () => {
    const folder = await folderWithModel(1);
    renameSync(join(folder, 'model.json'), join(folder, 'best.json'));
    await save(folder, 2);
    await save(folder, 3);
    expect(valueOf(await fileSystem(join(folder, 'best.json')).load())).toBe(1);
    expect(readdirSync(folder)).toHaveLength(4);
    rmSync(join(folder, 'best.json'));
    await save(folder, 4);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test('weights of a save that died before it was done are removed; those of one that runs are not', async () => {
    const folder = await folderWithModel(1);
    const [ofDead, ofRunning] = [hashed('dead'), hashed('running')];
    writeFileSync(join(folder, ofDead), 'dead');
    writeFileSync(join(folder, ofRunning), 'running');
    const json = (name: string): string => JSON.stringify({ weightsManifest: [{ paths: [name] }] });
    writeFileSync(join(folder, `.argmaxable-${tagOfTheDead()}-00000000.json.tmp`), json(ofDead));
    const running = `.argmaxable-${processTag()}-00000001.json.tmp`;
    writeFileSync(join(folder, running), json(ofRunning));
    await save(folder, 2);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining([running, ofRunning, 'model.json']));
    expect(readdirSync(folder)).toHaveLength(4); // and the weights of model.json
  });
});
