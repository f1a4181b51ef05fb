import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
  .concat(readdirSync(join(root, 'docs')).map((name) => `docs/${name}`))
  .concat(
    ['packages', 'examples'].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`),
    ),
  )
  .filter((path) => path.endsWith('.md') && existsSync(join(root, path)));

test.each(pages)('the links of %s lead somewhere', (page) => {
  const text = read(page);
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  const broken = links.map(([, link]) => link).filter((link) => !leadsSomewhere(page, link));
  expect(broken).toEqual([]);
});

function leadsSomewhere(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return true;
  const [path, anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  if (anchor === undefined || anchor === 'readme') return true;
  return target.endsWith('.md') && anchorsOf(read(target)).includes(anchor);
}

/** What GitHub calls the headings of a page. */
function anchorsOf(text: string): string[] {
  const headings = text.replace(/```.*?```/gs, '').matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, heading]) =>
    heading
      .toLowerCase()
      .replace(/\]\([^)]*\)/g, '')
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What scripts make. */
const ignored = read('.gitignore').split('\n');

// As they say what to touch: `packages/losses/src/NAME.ts` is a file to write, in a folder that is there.
test.each(['CONTRIBUTING.md', 'docs/architecture.md'])('the paths that %s names are there', (page) => {
  const named = [...read(page).matchAll(/`([^`\s]+)`/g)].map(([, name]) => name);
  const paths = named.filter((name) =>
    /^(packages|examples|benchmarks|docs|scripts|test|types)\//.test(name),
  );
  const missing = paths.filter((path) => !isThere(path) && !ignored.includes(`/${path}`));
  expect(missing).toEqual([]);
});

function isThere(path: string): boolean {
  const [upToName] = path.split('NAME');
  if (upToName !== path) return existsSync(join(root, upToName.slice(0, upToName.lastIndexOf('/'))));
  return existsSync(join(root, path));
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
