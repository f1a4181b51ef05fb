import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { browserPath } from '../../test/consumer/browser.js';

/** A page of headless Chromium, which computes on the CPU where a GPU should. */
export interface OpenPage {
  /**
   * What a JavaScript expression of the page gives, once it is truthy. Throws what the page throws meanwhile.
   */
  once<Value>(expression: string): Promise<Value>;
  /** What an expression gives, or its promise. */
  evaluate<Value>(expression: string): Promise<Value>;
  close(): Promise<void>;
}

/** Where the page seems to be: a secure origin, as WebGPU wants; no request leaves the machine. */
const origin = 'https://localhost';
const flags = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
/** With these headers a page may have threads that share memory. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Opens a page that runs a module, given by its source with paths from the root of the repository.
 *
 * @param wasmFiles What the page may fetch besides: contents by URL path.
 */
export async function openPage(
  source: string,
  wasmFiles: ReadonlyMap<string, Buffer> = new Map(),
): Promise<OpenPage> {
  const script = await bundled(source);
  const browser = await chromium.launch({ executablePath: browserPath, args: flags });
  const page = await browser.newPage();
  await page.route('**/*', (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/script.js') {
      return route.fulfill({ body: script, contentType: 'text/javascript', headers });
    }
    const wasm = wasmFiles.get(path);
    if (wasm) return route.fulfill({ body: wasm, contentType: 'application/wasm', headers });
    const body = '<!doctype html><script type="module" src="/script.js"></script>';
    return route.fulfill({ body, contentType: 'text/html', headers });
  });
  const failure = new Promise<never>((_, reject) => page.on('pageerror', reject));
  failure.catch(() => {}); // it is for who asks for a value
  await page.goto(`${origin}/`);
  return {
    async once<Value>(expression: string) {
      const found = page.waitForFunction(expression, undefined, { timeout: 600_000 });
      return (await (await Promise.race([found, failure])).jsonValue()) as Value;
    },
    evaluate: (expression) => page.evaluate(expression),
    close: () => browser.close(),
  };
}

/** The module with all that it imports, in one file for browsers. */
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
