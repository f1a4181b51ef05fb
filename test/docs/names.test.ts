import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const docs = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => read(`docs/${name}`))
  .join('\n');

/** The packages that are published, and their folders. */
const packages = readdirSync(join(root, 'packages'))
  .map((folder) => ({ folder, ...(JSON.parse(read(`packages/${folder}/package.json`)) as Manifest) }))
  .filter((manifest) => manifest.private !== true)
  // It has the names of others, each in the README of its own package.
  .filter(({ name }) => name !== 'argmaxable');

test.each(packages)(
  'every function, class and constant of $name is in its README or in docs/',
  async ({ name, folder }) => {
    const text = read(`packages/${folder}/README.md`) + docs;
    const code = text.match(/```.*?```|`[^`]+`/gs) ?? [];
    const named = new Set(code.flatMap((part) => part.match(/\w+/g) ?? []));
    const exported = Object.keys((await import(name)) as object);
    // A metric's or an optimizer's class has the name of its function, capitalised.
    const isNamed = (one: string) => named.has(one) || named.has(one[0].toLowerCase() + one.slice(1));
    expect(exported.filter((one) => !isNamed(one))).toEqual([]);
  },
);

test('every command is in the README of cli', () => {
  const folder = 'packages/cli/src/commands';
  const sources = readdirSync(join(root, folder)).map((file) => read(`${folder}/${file}`));
  const commands = sources.flatMap((source) =>
    [...source.matchAll(/[.]command\('([^']+)'/g)].map(([, name]) => name),
  );
  const text = read('packages/cli/README.md');
  expect(commands.length).toBeGreaterThan(0);
  expect(
    commands.filter((name) => !text.includes(`argmaxable ${name}`) && !text.includes(`\`${name}`)),
  ).toEqual([]);
});

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
