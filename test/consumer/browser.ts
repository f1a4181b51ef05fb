import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { chromium } from 'playwright-core';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where a Chromium is on this machine, or undefined. `CHROMIUM_PATH` names one elsewhere. */
export const browserPath = candidates.find((path): path is string => path !== undefined && existsSync(path));

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]);

/**
 * Opens a page that runs a script, and returns what the script put in `window.result`.
 *
 * @param files What the page may fetch: contents by URL path. '/script.js' is the script.
 * @throws What the page threw or logged as an error.
 */
export async function resultOfPage(files: ReadonlyMap<string, string | Buffer>): Promise<unknown> {
  const server = await serve(files);
  const browser = await chromium.launch({ executablePath: browserPath, args: flags });
  try {
    const page = await browser.newPage();
    const failure = new Promise<never>((_, reject) => page.on('pageerror', reject));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const result = page.waitForFunction('window.result').then((handle) => handle.jsonValue());
    return await Promise.race([result, failure]);
  } finally {
    await browser.close();
    server.close();
  }
}

const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

function serve(files: ReadonlyMap<string, string | Buffer>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const body =
      path === '/' ? '<!doctype html><script type="module" src="/script.js"></script>' : files.get(path);
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': types[extname(path)] ?? 'text/html',
    });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** A file's name in a URL with its content, for `resultOfPage`. */
export function served(url: string, path: string): [string, Buffer] {
  return [url, readFileSync(path)];
}
