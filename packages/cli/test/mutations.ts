import fc from 'fast-check';

const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1,
    1e308,
    0.5,
    '',
    'x',
    '1',
    'Infinity',
    [],
    [0],
    [[]],
    {},
    { a: 1 },
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.nat(4),
  fc.array(fc.nat(3), { maxLength: 4 }),
  fc.constantFrom(
    'argmaxable',
    'unargmaxable',
    'undecided',
    'sign',
    'topK',
    'model',
    'radius',
    'witness',
    'theorem',
  ),
);

type Path = readonly (string | number)[];

/** Where something is in a value, itself included. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const parts = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...at, key]));
  return [at, ...parts];
}

function changedAt(value: unknown, [first, ...rest]: Path, change: (part: unknown) => unknown): unknown {
  if (first === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  const part = changedAt(copy[first], rest, change);
  if (part === dropped) delete copy[first];
  else copy[first] = part;
  return Array.isArray(copy) ? Array.from(copy as unknown[]).filter((item) => item !== dropped) : copy;
}

const dropped = Symbol('dropped');

/** One change of the lines of a file of JSON. */
export const mutation = fc.record({
  kind: fc.constantFrom(
    'replace',
    'drop',
    'add',
    'repeat',
    'drop line',
    'repeat line',
    'swap',
    'cut',
    'insert',
    'take',
  ),
  line: fc.nat(),
  other: fc.nat(),
  place: fc.nat(),
  value: anything,
  key: fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom('labels', 'eps', 'against', 'rows', 'x', '__proto__', 'length', 'thresholds', 'toString'),
  ),
});

export type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** The lines after a change. */
export function mutated(
  all: readonly string[],
  { kind, line, other, place, value, key }: Mutation,
): string[] {
  if (all.length === 0) return [];
  const at = line % all.length;
  const text = all[at];
  const put = (...by: string[]) => [...all.slice(0, at), ...by, ...all.slice(at + 1)];
  const character = place % (text.length + 1);
  switch (kind) {
    case 'drop line':
      return put();
    case 'repeat line':
      return put(text, text);
    case 'swap':
      return put(all[other % all.length]);
    case 'cut':
      return put(text.slice(0, character));
    case 'insert':
      return put(text.slice(0, character) + key + text.slice(character));
    case 'take':
      return put(text.slice(0, character) + text.slice(character + 1 + (other % 3)));
    case 'repeat':
      return put(text.replace('{', `{${JSON.stringify(key)}:${JSON.stringify(value)},`));
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return [...all]; // cut by a change before
  }
  const paths = pathsOf(content);
  const path = paths[place % paths.length];
  const change = (part: unknown) => {
    if (kind === 'drop') return path.length === 0 ? null : dropped;
    const isOpen = kind === 'add' && typeof part === 'object' && part !== null && !Array.isArray(part);
    return isOpen ? { ...part, [key]: value } : value;
  };
  return put(JSON.stringify(changedAt(content, path, change)) ?? '');
}
