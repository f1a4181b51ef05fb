import { seededRandom } from '@argmaxable/core';
import fc from 'fast-check';
import type { Highs } from 'highs';
import { Matrix, solve } from 'ml-matrix';
import { NearestPoint } from '../../src/solvers/active-set/nearest-point.js';
import { rowDot } from '../../src/linear-algebra/dot.js';
import { highsRuntime } from '../../src/solvers/highs-solver.js';

/** The x nearest to `start` with `rows x >= least` and `lower <= x <= upper`. */
interface Problem {
  readonly start: number[];
  readonly rows: number[][];
  readonly least: number[];
  readonly lower: number[];
  readonly upper: number[];
}

const slack = 1e-11;
const mostSteps = 3000;

/** Solved with bounds as bounds. */
function withBounds({ start, rows, least, lower, upper }: Problem) {
  const problem = NearestPoint.create(start.length, rows.length)!;
  problem.setBounds(Float64Array.from(lower), Float64Array.from(upper));
  problem.reset(Float64Array.from(start));
  rows.forEach((row, i) => problem.add(i, Float64Array.from(row), 1, least[i]));
  return { problem, outcome: problem.solve(slack, mostSteps, Infinity) };
}

/** Solved with each bound as one row more. */
function withRows({ start, rows, least, lower, upper }: Problem) {
  const problem = NearestPoint.create(start.length, rows.length + 2 * start.length)!;
  problem.reset(Float64Array.from(start));
  rows.forEach((row, i) => problem.add(i, Float64Array.from(row), 1, least[i]));
  for (const j of start.keys()) {
    const unit = new Float64Array(start.length);
    unit[j] = 1;
    if (lower[j] > -Infinity) problem.add(rows.length + 2 * j, unit, 1, lower[j]);
    if (upper[j] < Infinity) problem.add(rows.length + 2 * j + 1, unit, -1, -upper[j]);
  }
  return { problem, outcome: problem.solve(slack, mostSteps, Infinity) };
}

/** Rows of length 1 and all kinds of bounds; whether a point serves all is left to chance. */
function randomProblem(seed: number): Problem {
  const normal = seededRandom(seed).normal;
  const whole = (least: number, most: number) =>
    least + (Math.floor(Math.abs(normal()) * 1e6) % (most - least + 1));
  const d = whole(1, 40);
  const rows = Array.from({ length: whole(1, 60) }, () => {
    const row = Array.from({ length: d }, normal);
    return row.map((value) => value / Math.hypot(...row));
  });
  const inside = Array.from({ length: d }, normal);
  const kinds = inside.map(() => whole(0, 5));
  // Bounds around a point: its margins, or a bit more than them, are what the rows ask for.
  const lower = inside.map((value, j) =>
    kinds[j] === 0 || kinds[j] === 2 ? -Infinity : kinds[j] === 4 ? value : value - Math.abs(normal()),
  );
  const upper = inside.map((value, j) =>
    kinds[j] === 0 || kinds[j] === 1 ? Infinity : kinds[j] === 4 ? value : value + Math.abs(normal()),
  );
  const more = [-0.5, 0, 0.05, 0.3][whole(0, 3)];
  const least = rows.map(
    (row) => row.reduce((sum, value, j) => sum + value * inside[j], 0) + more * Math.abs(normal()),
  );
  const scale = [0, 0.3, 3][whole(0, 2)];
  return { start: inside.map((value) => value + scale * normal()), rows, least, lower, upper };
}

/**
 * How far x is from the nearest point's conditions: `x - start` a combination of the active rows, and of the
 * normals of the bounds that coordinates are fixed at, with multipliers of at least 0; and x on all its
 * active rows, and within all others.
 */
function offConditions({ start, rows, least, lower, upper }: Problem, problem: NearestPoint): number {
  const { x, active, atBound } = problem;
  const moved = start.map((value, j) => x[j] - value);
  const free = [...atBound.keys()].filter((j) => atBound[j] === 0);
  let rest = moved;
  let off = 0;
  if (active.length > 0) {
    const columns = new Matrix(free.map((j) => Array.from(active, (i) => rows[i][j])));
    const multipliers = solve(columns, Matrix.columnVector(free.map((j) => moved[j])), true).to1DArray();
    off = Math.max(off, ...multipliers.map((value) => -value));
    rest = moved.map((value, j) => active.reduce((left, i, k) => left - multipliers[k] * rows[i][j], value));
  }
  rest.forEach((value, j) => {
    if (lower[j] === upper[j]) return; // pressed either way
    off = Math.max(off, atBound[j] === 0 ? Math.abs(value) : atBound[j] * value);
  });
  rows.forEach((row, i) => {
    const short = least[i] - rowDot(Float64Array.from(row), 0, x);
    off = Math.max(off, active.includes(i) ? Math.abs(short) : short);
  });
  x.forEach((value, j) => {
    if (atBound[j] !== 0) expect(value).toBe(atBound[j] < 0 ? lower[j] : upper[j]);
    off = Math.max(off, lower[j] - value, value - upper[j]);
  });
  return off;
}

/**
 * By how much the combination of rows misses, at every x within the bounds; entries up to `rounding` count as
 * 0.
 */
function shortfall({ rows, least, lower, upper }: Problem, problem: NearestPoint, rounding: number): number {
  const { rows: used, values } = problem.contradiction();
  expect(Math.min(...values, 0)).toBeGreaterThanOrEqual(0);
  let misses = 0;
  used.forEach((i, k) => (misses += values[k] * least[i]));
  for (const j of lower.keys()) {
    let entry = 0;
    used.forEach((i, k) => (entry += values[k] * rows[i][j]));
    const bound = entry > 0 ? upper[j] : lower[j];
    if (Math.abs(bound) < Infinity) misses -= entry * bound;
    else expect(Math.abs(entry)).toBeLessThan(rounding);
  }
  return misses;
}

test('finds what the same problem with a row for each bound has', () => {
  const outcomes: Record<string, number> = {};
  const kinds = new Set<number>();
  let endedByBound = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const given = randomProblem(seed);
    const expected = withRows(given);
    const { problem, outcome } = withBounds(given);
    expect([seed, outcome]).toEqual([seed, expected.outcome]);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (outcome === 'contradiction') {
      expect(shortfall(given, problem, 1e-8)).toBeGreaterThan(0);
      if (problem.contradiction().bound !== null) endedByBound++;
      continue;
    }
    const { x } = expected.problem;
    expect(Math.max(...problem.x.map((value, j) => Math.abs(value - x[j])))).toBeLessThan(1e-9);
    expect(offConditions(given, problem)).toBeLessThan(1e-9);
    problem.atBound.forEach((kind) => kinds.add(kind));
  }
  expect(outcomes.nearest).toBeGreaterThan(200);
  expect(outcomes.contradiction).toBeGreaterThan(50);
  expect(kinds.size).toBe(3);
  expect(endedByBound).toBeGreaterThan(10);
});

test('bounds that are taken away, or all infinite, change nothing', () => {
  const given = randomProblem(7);
  const none = given.start.map(() => Infinity);
  const problem = withBounds({ ...given, lower: none.map((value) => -value), upper: none }).problem;
  const { x } = problem;
  problem.setBounds(
    Float64Array.from(given.start, (value) => value + 1),
    null,
  );
  problem.setBounds(null, null);
  problem.reset(Float64Array.from(given.start));
  given.rows.forEach((row, i) => problem.add(i, Float64Array.from(row), 1, given.least[i]));
  expect(problem.solve(slack, mostSteps, Infinity)).toBe('nearest');
  expect(problem.atBound.every((kind) => kind === 0)).toBe(true);
  // The order that rows enter in differs, and with it the rounding.
  expect(Math.max(...problem.x.map((value, j) => Math.abs(value - x[j])))).toBeLessThan(1e-10);
});

test('stays true while the start wanders', () => {
  const d = 60;
  const normal = seededRandom(3).normal;
  const unit = () => {
    const vector = Array.from({ length: d }, normal);
    return vector.map((value) => value / Math.hypot(...vector));
  };
  // 0 serves all.
  const rows = Array.from({ length: 150 }, unit);
  const given = {
    start: new Array<number>(d).fill(0),
    rows,
    least: rows.map(() => -Math.abs(normal())),
    lower: rows.slice(0, d).map((_, j) => (j % 3 === 0 ? -Infinity : -Math.abs(normal()) / 2)),
    upper: rows.slice(0, d).map((_, j) => (j % 4 === 0 ? Infinity : Math.abs(normal()) / 2)),
  };
  const { problem } = withBounds(given);
  let changes = 0;
  let before = problem.atBound;
  for (let walk = 0; walk < 1000; walk++) {
    // Away from 0, and back by a tenth: it stays within a distance of about 20.
    const by = unit().map((value, j) => 2 * value - 0.1 * given.start[j]);
    const distance = Math.hypot(...by);
    given.start = given.start.map((value, j) => value + by[j]);
    const pushed = Float64Array.from(by, (value) => value / distance);
    expect(problem.push(pushed, distance)).toBe(false);
    expect(problem.solve(slack, mostSteps, Infinity)).toBe('nearest');
    const now = problem.atBound;
    now.forEach((kind, j) => (changes += kind === before[j] ? 0 : 1));
    before = now;
  }
  expect(changes).toBeGreaterThan(2000);
  // Thousands of rotations, each off by about 1e-16, of numbers up to 20.
  expect(offConditions(given, problem)).toBeLessThan(1e-9);
});

/** Small integers: ties, repeated rows, rows of zeros and coordinates without room are common among them. */
const integerProblem: fc.Arbitrary<Problem> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 14 }))
  .chain(([d, n]) => {
    const small = fc.integer({ min: -2, max: 2 });
    const vector = (length: number) => fc.array(small, { minLength: length, maxLength: length });
    return fc
      .record({
        start: vector(d),
        rows: fc.array(vector(d), { minLength: n, maxLength: n }),
        least: vector(n),
        lower: vector(d),
        room: fc.array(fc.constantFrom(0, 1, 2, Infinity), { minLength: d, maxLength: d }),
        below: fc.infiniteStream(fc.boolean()),
      })
      .map(({ start, rows, least, lower, room, below }) => ({
        start,
        rows: rows.map((row) => row.map((value) => value / (Math.hypot(...row) || 1))),
        least: least.map((value, i) => value / (Math.hypot(...rows[i]) || 1)),
        lower: lower.map((value) => (below.next().value ? value : -Infinity)),
        upper: lower.map((value, j) => value + room[j]),
      }));
  });

test('ends with the same on degenerate problems', () => {
  const outcomes: Record<string, number> = {};
  fc.assert(
    fc.property(integerProblem, (given) => {
      const expected = withRows(given);
      const { problem, outcome } = withBounds(given);
      expect(outcome).toBe(expected.outcome);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      // Multipliers are of numbers near 1, and conditions of systems this small at most some hundreds.
      if (outcome === 'contradiction') expect(shortfall(given, problem, 1e-9)).toBeGreaterThan(0);
      else expect(offConditions(given, problem)).toBeLessThan(1e-9);
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(outcomes.nearest).toBeGreaterThan(1000);
  expect(outcomes.contradiction).toBeGreaterThan(500);
});

/** The largest `goal . x` by HiGHS, which has bounds too. */
function largestByProgram(highs: Highs, { rows, least, lower, upper }: Problem, goal: Float64Array): number {
  const d = goal.length;
  const model = highs.createModel();
  try {
    model.options.set({
      output_flag: false,
      primal_feasibility_tolerance: 1e-10,
      dual_feasibility_tolerance: 1e-10,
    });
    model.addVars(Float64Array.from(lower), Float64Array.from(upper));
    goal.forEach((value, j) => model.changeColCost(j, -value));
    model.addRows({
      lower: Float64Array.from(least),
      upper: new Float64Array(rows.length).fill(Infinity),
      matrix: {
        format: 'csr',
        numRows: rows.length,
        numCols: d,
        starts: Int32Array.from({ length: rows.length + 1 }, (_, i) => i * d),
        indices: Int32Array.from({ length: rows.length * d }, (_, i) => i % d),
        values: Float64Array.from(rows.flat()),
      },
    });
    model.run();
    return rowDot(goal, 0, Float64Array.from(model.getSolution().colValue));
  } finally {
    model.dispose();
  }
}

test('a start that is pushed ends at the optimum of the linear program', async () => {
  const highs = await highsRuntime();
  let settled = 0;
  let withFixed = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomProblem(seed);
    const given = {
      ...random,
      lower: random.lower.map((value, j) => Math.max(value, random.start[j] - 20)),
      upper: random.upper.map((value, j) => Math.min(value, random.start[j] + 20)),
    };
    const { problem, outcome } = withBounds(given);
    if (outcome !== 'nearest') continue;
    const normal = seededRandom(seed).normal;
    const goal = Float64Array.from(given.start, normal);
    const length = Math.hypot(...goal);
    goal.forEach((value, j) => (goal[j] = value / length));
    let stays = false;
    for (let distance = 1e3; !stays && distance < 1e9; distance *= 10) {
      stays = problem.push(goal, distance, 1e-12);
      if (!stays) expect(problem.solve(1e-13 * distance, mostSteps, Infinity)).toBe('nearest');
    }
    expect(stays).toBe(true);
    problem.refine();
    const { x, atBound } = problem;
    const { rows: used, values } = problem.resistance();
    // For any x: goal . x = combined . x - sum l_i c_i . x, and c_i . x >= b_i.
    const combined = goal.map((value, j) =>
      used.reduce((sum, i, k) => sum + values[k] * given.rows[i][j], value),
    );
    let atMost = 0;
    combined.forEach((value, j) => (atMost += value * (value > 0 ? given.upper[j] : given.lower[j])));
    used.forEach((i, k) => (atMost -= values[k] * given.least[i]));
    expect(Math.min(...values, 0)).toBeGreaterThanOrEqual(0);
    const expected = largestByProgram(highs, given, goal);
    // HiGHS allows itself 1e-10 in each row and reduced cost.
    expect(Math.abs(rowDot(goal, 0, x) - expected)).toBeLessThan(1e-9);
    expect(Math.abs(atMost - expected)).toBeLessThan(1e-9);

    problem.rebase(1e3);
    expect(problem.solve(1e-10, mostSteps, Infinity)).toBe('nearest');
    expect(Math.max(...problem.x.map((value, j) => Math.abs(value - x[j])))).toBeLessThan(1e-8);
    settled++;
    if (atBound.some((kind) => kind !== 0)) withFixed++;
  }
  expect(settled).toBeGreaterThan(100);
  expect(withFixed).toBeGreaterThan(100);
});
