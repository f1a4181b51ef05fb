import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { browserPath } from '../../test/consumer/browser.js';
import type { Sizes, Start, Times } from './measure.js';
import type { Site } from './site.js';

/** A secure origin, as WebGPU wants; no request leaves the machine. */
const origin = 'https://localhost';
const flags = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** A backend in a page of headless Chromium, which computes on the CPU where a GPU should; or why there is none. */
export async function siteInPage(backend: 'webgl' | 'webgpu', sizes: Sizes): Promise<Site | string> {
  const module = folderOf(`@tensorflow/tfjs-backend-${backend}`);
  if (!browserPath) return 'no Chromium (CHROMIUM_PATH names one that is not found)';
  if (!module) return `@tensorflow/tfjs-backend-${backend} is not installed`;
  const script = await bundled(`
    import '@tensorflow/tfjs-backend-cpu';
    import ${JSON.stringify(module)};
    import { Measurement } from './benchmarks/dft-product/measure.ts';
    window.measurement = await Measurement.start('${backend}', ${JSON.stringify(sizes)});
  `);
  const browser = await chromium.launch({ executablePath: browserPath, args: flags });
  const page = await browser.newPage();
  await page.route('**/*', (route) =>
    new URL(route.request().url()).pathname === '/script.js'
      ? route.fulfill({ body: script, contentType: 'text/javascript' })
      : route.fulfill({
          body: '<!doctype html><script type="module" src="/script.js"></script>',
          contentType: 'text/html',
        }),
  );
  const failure = new Promise<never>((_, reject) => page.on('pageerror', reject));
  await page.goto(`${origin}/`);
  const started = page.waitForFunction('window.measurement?.starts', undefined, { timeout: 120_000 });
  const starts = (await (await Promise.race([started, failure])).jsonValue()) as Record<string, Start>;
  return {
    name: backend,
    sizes,
    starts,
    turn: (rounds) => page.evaluate<Record<string, Times>>(`measurement.turn(${rounds})`),
    close: () => browser.close(),
  };
}

/** The folder of an installed package. */
function folderOf(name: string): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}

/** The script with all that it imports, in one file for browsers. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
