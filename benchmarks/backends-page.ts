import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Outcome } from '../packages/wasm-training/test/outcomes.js';
import { browserPath } from '../test/consumer/browser.js';

/** Where the page seems to be: a secure origin, as WebGPU wants; no request leaves the machine. */
const origin = 'https://localhost';
const flags = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
/** With these headers a page may have threads that share memory. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** One step of every layer on a backend, in a page of Chromium that imports the backend's module. */
export async function outcomesInBrowser(
  backend: string,
  module: string,
  wasmFiles: ReadonlyMap<string, Buffer>,
): Promise<Record<string, Outcome>> {
  const script = await bundled(`
    import '@tensorflow/tfjs-backend-cpu';
    import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
    import ${JSON.stringify(module)};
    import { outcomes, references } from './packages/wasm-training/test/outcomes.ts';
    if (!crossOriginIsolated) throw new Error('The page is not isolated, so it has no threads.');
    setWasmPaths('/');
    window.result = await outcomes(${JSON.stringify(backend)}, await references());
  `);
  const browser = await chromium.launch({ executablePath: browserPath, args: flags });
  try {
    const page = await browser.newPage();
    await page.route('**/*', (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/script.js')
        return route.fulfill({ body: script, contentType: 'text/javascript', headers });
      const wasm = wasmFiles.get(path);
      if (wasm) return route.fulfill({ body: wasm, contentType: 'application/wasm', headers });
      const body = '<!doctype html><script type="module" src="/script.js"></script>';
      return route.fulfill({ body, contentType: 'text/html', headers });
    });
    const failure = new Promise<never>((_, reject) => page.on('pageerror', reject));
    await page.goto(`${origin}/`);
    const result = page.waitForFunction('window.result', undefined, { timeout: 600_000 });
    return (await (await Promise.race([result, failure])).jsonValue()) as Record<string, Outcome>;
  } finally {
    await browser.close();
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
