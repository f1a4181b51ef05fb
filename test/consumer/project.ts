import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '../..');
const tfjs = '4.22.0';

/** The folders in packages/ of what is published: of all but the private ones. */
export const publishedPackages = readdirSync(join(root, 'packages')).filter((name) => {
  const manifest = readFileSync(join(root, 'packages', name, 'package.json'), 'utf8');
  return !(JSON.parse(manifest) as { private?: boolean }).private;
});

/** Packs every package that is published. Returns the tarballs' paths by package name. */
export function packAll(folder: string): Map<string, string> {
  mkdirSync(folder, { recursive: true });
  const tarballs = new Map<string, string>();
  for (const directory of publishedPackages) {
    const output = run(
      'npm',
      ['pack', '--json', '--pack-destination', folder],
      join(root, 'packages', directory),
    );
    const [{ name, filename }] = JSON.parse(output) as { name: string; filename: string }[];
    tarballs.set(name, join(folder, filename));
  }
  return tarballs;
}

/** An empty project with the packed packages and tfjs installed from npm, as a user's would be. */
export class Project {
  readonly folder: string;

  constructor(tarballs: Iterable<string>, others: string[] = []) {
    this.folder = mkdtempSync(join(tmpdir(), 'argmaxable-consumer-'));
    this.write('package.json', '{ "name": "consumer", "private": true }');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    const peers = [`@tensorflow/tfjs-core@${tfjs}`, `@tensorflow/tfjs-layers@${tfjs}`];
    run('npm', ['install', ...flags, ...tarballs, ...peers, ...others], this.folder);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Runs a file of the project in Node; returns what it printed. */
  node(...args: string[]): string {
    return run(process.execPath, args, this.folder);
  }

  /** Type-checks `files` under a module system, with the types that a user would have. */
  typeCheck(files: string[], module: string, moduleResolution: string): void {
    const options = {
      module,
      moduleResolution,
      target: 'es2022',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions: options, files }));
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], this.folder);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The first JavaScript block of the README. */
export function readmeExample(): string {
  const block = /```js\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8'));
  if (!block) throw new Error('README.md has no js block.');
  return block[1];
}

/** An ES module of plain imports and statements, as the same program in CommonJS. */
export function toCommonJs(source: string): string {
  const requires: string[] = [];
  const body = source.replace(
    /^import (?:(?:\* as )?(.+?) from )?'(.+)';\n/gm,
    (_, names: string, from: string) => {
      requires.push(`${names ? `const ${names} = ` : ''}require('${from}');`);
      return '';
    },
  );
  return `${requires.join('\n')}\nvoid (async () => {\n${body}})();\n`;
}

/** Runs a command; on failure throws with all that it printed. */
export function run(command: string, args: string[], cwd: string): string {
  try {
    const shell = process.platform === 'win32';
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', shell });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}
