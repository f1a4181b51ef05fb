import {
  type ChartPoint,
  epochCurves,
  lineChart,
  type Look,
  type MeasuredSet,
  radiusBySize,
  radiusHistograms,
  reachableBySize,
  verdictShare,
  verdictSharePicture,
} from '../../src/index.js';

const look: Look = { color: 'cool1', symbol: 'diamond', dash: '4 2' };
const none = { argmaxable: 0, unargmaxable: 0, undecided: 0 };

describe('epochCurves', () => {
  const draw = (values: number[], more: object = {}): string | null =>
    epochCurves({
      id: 'c',
      title: 'Loss',
      curves: [{ name: 'A', look, points: values.map((value, i) => ({ epoch: i + 1, value })) }],
      ...more,
    });

  test('without a finite value there is no plot; values that are not finite are left out', () => {
    expect(draw([])).toBeNull();
    expect(draw([NaN, Infinity])).toBeNull();
    expect(epochCurves({ id: 'c', title: 'Loss', curves: [] })).toBeNull();
    expect(draw([1, 0.5, NaN])).toContain('A: 0.5 after epoch 2.');
  });

  test('a logarithmic axis leaves out what is not above 0', () => {
    expect(draw([0, -1], { scale: 'log' })).toBeNull();
    expect(draw([1, 0.01, 0], { scale: 'log' })).toContain('A: 0.01 after epoch 2.');
  });

  test('fractions are percentages; one value has a range around it; a dash is drawn', () => {
    const svg = draw([0.41], { values: 'fraction' })!;
    expect(svg).toContain('A: 41.0 % after epoch 1.');
    expect(svg).not.toContain('NaN');
    expect(draw([1, 2])).toContain('stroke-dasharray="4 2"');
  });

  test('labels of curves that end together are moved apart', () => {
    const points = [{ epoch: 1, value: 1 }];
    const curves = ['A', 'B'].map((name) => ({ name, look, points }));
    const svg = epochCurves({ id: 'c', title: 'Loss', curves })!;
    const places = [...svg.matchAll(/translate\([\d.]+,([\d.]+)\)"[^>]*>1<\/text>/g)].map(([, y]) =>
      Number(y),
    );
    expect(new Set(places).size).toBeGreaterThanOrEqual(2);
  });

  test('ticks of epochs are whole, and seven at most', () => {
    const svg = draw(Array.from({ length: 100 }, (_, i) => 100 - i))!;
    expect(svg).toContain('>20</text>');
    expect(svg).not.toContain('>10.5</text>');
  });
});

describe('lineChart', () => {
  const draw = (points: readonly ChartPoint[], y: object = {}): string | null =>
    lineChart({
      ...{ id: 'c', title: 'Radii', x: { label: 'n' }, y: { label: 'radius', ...y } },
      lines: [{ name: 'A', look, points }],
    });

  test('without a point that can be drawn there is no plot', () => {
    expect(draw([])).toBeNull();
    expect(draw([{ x: 1, y: NaN }])).toBeNull();
    expect(draw([{ x: 1, y: 0 }], { scale: 'log' })).toBeNull();
    expect(draw([{ x: 1, y: 0 }])).toContain('A: 1: 0.');
  });

  test('a logarithmic axis over many decades has at most eight ticks, in powers of ten', () => {
    const points = Array.from({ length: 16 }, (_, i) => ({ x: i, y: 10 ** -i }));
    const svg = draw(points, { scale: 'log' })!;
    const ticks = svg.match(/>10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+<\/text>/g)!;
    expect(ticks.length).toBeGreaterThanOrEqual(4);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(svg).not.toContain('NaN');
  });

  test('a stroke through a point is drawn where both of its ends have a place', () => {
    const strokes = (low: number): number =>
      (draw([{ x: 1, y: 0.1, low, high: 0.2 }], { scale: 'log' })!.match(/stroke-width="1.25"/g) ?? [])
        .length;
    expect([strokes(0.05), strokes(0)]).toEqual([1, 0]);
  });
});

const reachable = (radius: number): MeasuredSet => ({ active: 2, verdict: 'argmaxable', radius });

test('radiusBySize has no plot where no radius is finite and above 0', () => {
  for (const sets of [[], [reachable(Infinity)], [reachable(0)], [reachable(NaN)]]) {
    expect(radiusBySize({ id: 'r', sets })).toBeNull();
  }
  expect(radiusBySize({ id: 'r', sets: [reachable(1e-300), reachable(1e300)] })).not.toMatch(/NaN|Infinity/);
});

test('radiusHistograms: none for no group, one each, an empty one too, with one axis for all', () => {
  expect(radiusHistograms({ id: 'r', groups: [] })).toEqual([]);
  const groups = [
    { title: 'A', sets: [reachable(0.01)] },
    { title: 'B', sets: [], color: 'warm2' as const },
  ];
  const [first, second] = radiusHistograms({ id: 'r', groups, apart: true, exact: true });
  expect(first).toContain('r-0-title');
  expect(second).toContain('r-1-title');
  expect(second).toContain('No set is reachable. 0 are out of reach.');
  expect(second).toContain('none</text>');
  for (const svg of [first, second]) expect(svg).toContain('10⁻²</text>');
  for (const svg of [first, second]) expect(svg).toContain('radius</text>');
});

test('reachableBySize has no plot without sets, and no more than 100 %', () => {
  expect(reachableBySize({ id: 'r', models: [] })).toBeNull();
  expect(reachableBySize({ id: 'r', models: [{ name: 'A', look, sets: [] }] })).toBeNull();
  const svg = reachableBySize({ id: 'r', models: [{ name: 'A', look, sets: [reachable(1)] }] });
  expect(svg).toContain('A, 2 active: 1 of 1 sets (100 %)');
});

test('verdictShare: no rows, a row of nothing, and a share too small for words in the bar', () => {
  expect(verdictShare({ id: 's', title: 'T', rows: [] })).toMatch(/^<svg/);
  expect(verdictShare({ id: 's', title: 'T', rows: [{ counts: none }] })).not.toContain('NaN');
  const rows = [{ counts: { argmaxable: 9999, unargmaxable: 1, undecided: 0 } }];
  expect(verdictShare({ id: 's', title: 'T', rows })).toContain('&lt; 0.1 % out of reach</text>');
});

test('verdictSharePicture names undecided sets only where there are some, and is as wide as it is told', () => {
  const draw = (undecided: number): string =>
    verdictSharePicture({
      id: 's',
      title: 'T',
      width: 900,
      models: [{ name: 'A', color: 'cool1', rows: [{ counts: { ...none, argmaxable: 1, undecided } }] }],
    });
  expect(draw(0)).not.toContain('undecided</text>');
  expect(draw(1)).toContain('undecided</text>');
  expect(draw(0)).toContain('width="900"');
  expect(draw(0)).not.toContain('var(--');
});
