import { npy, npyMatrix, packed } from '@argmaxable/test-support/files';
import { argmaxable, Files, implication } from './command.js';

const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[]\n[0]\n[0,2]\n[0,1,2]\n');
const bias = files.write('b.npy', npy({ shape: [3] }, packed([0, 0, -1], 'f8', '<')));
// prettier-ignore
const observed = files.write('x.npy', npyMatrix([[-1, 2], [3, 0.5]]));
const [yes, no] = ['argmaxable', 'unargmaxable'];

interface Report {
  settings: { featureRange: object; eps: number | null; about: string };
  results: { verdict: string; radius: [number, number] }[];
}

async function run(...args: string[]): Promise<Report> {
  const { out, err } = await argmaxable(['verify', matrix, '--labels', labels, '--quiet', '--json', ...args]);
  expect(err).toBe('');
  return JSON.parse(out) as Report;
}

async function errorOf(...args: string[]): Promise<string> {
  const { code, out, err } = await argmaxable(['verify', matrix, '--labels', labels, '--quiet', ...args]);
  expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  return err;
}

test.each<[string, object, string[]]>([
  ['any', { words: 'any real numbers', lower: '-Infinity', upper: 'Infinity' }, [yes, yes, yes, yes]],
  ['nonnegative', { words: '0 or more', lower: 0, upper: 'Infinity' }, [no, no, no, yes]],
  ['non-negative', { words: '0 or more', lower: 0, upper: 'Infinity' }, [no, no, no, yes]],
  ['0:6', { words: 'from 0 to 6', lower: 0, upper: 6 }, [no, no, no, yes]],
  ['-1:1', { words: 'from -1 to 1', lower: -1, upper: 1 }, [yes, yes, yes, yes]],
  ['2:', { words: '2 or more', lower: 2, upper: 'Infinity' }, [no, no, no, yes]],
  [':-1e-3', { words: '-0.001 or less', lower: '-Infinity', upper: -0.001 }, [yes, no, no, no]],
  [
    `observed:${observed}`,
    {
      words: 'each within its range in 2 observed rows (-1 to 3 in all)',
      lower: [-1, 0.5],
      upper: [3, 2],
    },
    [no, no, no, yes],
  ],
])('--feature-range %s', async (range, featureRange, verdicts) => {
  const { settings, results } = await run('--feature-range', range);
  expect(settings.featureRange).toEqual(featureRange);
  expect(results.map(({ verdict }) => verdict)).toEqual(verdicts);
});

test.each(['', ':', '1', '1:0', '0:1:2', 'x:1', '0: 1', 'Infinity:', ':-Infinity', 'positive', 'observed:'])(
  "--feature-range '%s' is no range",
  async (range) => {
    expect(await errorOf('--feature-range', range)).toBe(
      'argmaxable: --feature-range must be any, nonnegative, LOWER:UPPER with LOWER <= UPPER, such as 0:6, 0: or :1, ' +
        `or observed:FILE.npy; got '${range}'.\n`,
    );
  },
);

test('observed features that are none say what is wrong, and where', async () => {
  const cases: [string | Buffer, string | RegExp][] = [
    ['none.npy', 'none.npy: there is no such file'],
    [npy({ shape: [2] }, packed([1, 2], 'f8', '<')), /bad\.npy: observed features must be .* shape \[2\]/],
    [npyMatrix([]), 'one or more'],
    [npy({ descr: '<i4', shape: [1, 2] }, Buffer.alloc(8)), 'no floating-point numbers'],
    // prettier-ignore
    [npyMatrix([[1, 2], [3, NaN]]), 'bad.npy: row 1, column 1 is NaN; features must be finite'],
    [Buffer.from('x'), 'bad.npy: this is not an .npy file'],
  ];
  for (const [content, message] of cases) {
    const path = typeof content === 'string' ? files.path(content) : files.write('bad.npy', content);
    const error = await errorOf('--feature-range', `observed:${path}`);
    expect(error).toEqual(
      typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
    );
  }
  const three = files.write('three.npy', npyMatrix([[1, 2, 3]]));
  expect(await errorOf('--feature-range', `observed:${three}`)).toContain(
    '--feature-range: the observed rows have 3 features; there must be 2.',
  );
});

test('one range is said once, and in numbers that can be computed with', async () => {
  expect(await errorOf('--feature-range', 'any', '--box', '1')).toContain(
    '--box replaces --feature-range: leave one of them out.',
  );
  expect(await errorOf('--feature-range', '1e-200:1')).toMatch(
    /--feature-range, lower end, must be .*got 1e-200/,
  );
  expect(await errorOf('--box', '1e-200')).toContain('box must be');
});

test('a bias needs no range for a verdict, and bounds for a radius', async () => {
  const { settings, results } = await run('--bias', bias);
  expect(settings.featureRange).toMatchObject({ words: 'any real numbers' });
  expect(results.map(({ verdict }) => verdict)).toEqual([yes, yes, yes, yes]);
  for (const [option, value] of [
    ['--mode', 'radius'],
    ['--eps', '0.01'],
  ]) {
    expect(await errorOf('--bias', bias, option, value)).toBe(
      `argmaxable: ${option === '--eps' ? '--eps' : '--mode radius'} needs bounds for every feature here: scores have a constant part, ` +
        'such as a bias, and a radius depends on the range of the features; they are any real numbers. ' +
        'Give --feature-range LOWER:UPPER or observed:FILE.npy, or --box R.\n',
    );
    await run('--bias', bias, option, value, '--box', '2');
    await run('--bias', bias, option, value, '--feature-range', '0:2');
  }
});

test('--eps is the least radius of what counts as argmaxable', async () => {
  // Half the angle between the two rows is 0.02: the radius is its sine.
  // prettier-ignore
  const thin = files.write('thin.npy', npyMatrix([[0.019999, 0.9998], [0.019999, -0.9998]]));
  const both = files.write('both.jsonl', '[0,1]\n');
  const verdict = async (...args: string[]): Promise<unknown> => {
    const run = ['verify', thin, '--no-transpose', '--labels', both, '--quiet', '--json', ...args];
    const { settings, results } = JSON.parse((await argmaxable(run)).out) as Report;
    return [settings.eps, results[0].verdict];
  };
  expect(await verdict()).toEqual([null, yes]);
  expect(await verdict('--eps', '0.019')).toEqual([0.019, yes]);
  expect(await verdict('--eps', '0.05')).toEqual([0.05, no]);
});

test('--about model needs a model, --about classifier is what a matrix is', async () => {
  expect(await errorOf('--about', 'model')).toBe(
    `argmaxable: ${matrix}: --about model needs a whole model, a tfjs model.json; this is a matrix alone. Leave it out.\n`,
  );
  expect((await run('--about', 'classifier')).settings.about).toBe('classifier');
  expect((await argmaxable(['verify', matrix, '--about', 'layer'])).err).toContain(
    'Allowed choices are model, classifier',
  );
});

test('without labels, too, a range counts', async () => {
  const explore = async (...args: string[]): Promise<unknown> => {
    const run = ['verify', matrix, '-k', '1', '--samples', '9', '--json', '--quiet', ...args];
    const { sampled } = JSON.parse((await argmaxable(run)).out) as { sampled: { share: number }[] };
    return sampled[0].share;
  };
  expect(await explore()).toBeGreaterThan(0);
  expect(await explore('--feature-range', 'nonnegative')).toBe(0);
});
