import { browserPath } from '../../test/consumer/browser.js';
import { openPage } from '../common/page.js';
import type { Start, Times } from './measure.js';
import type { Site } from './site.js';
import type { Sizes } from './sizes.js';

/** A backend in a page, or null where there is no browser. */
export async function siteInPage(backend: 'webgl' | 'webgpu', sizes: Sizes): Promise<Site | null> {
  if (!browserPath) return null;
  const page = await openPage(`
    import '@tensorflow/tfjs-backend-cpu';
    import '@tensorflow/tfjs-backend-${backend}';
    import { Measurement } from './benchmarks/dft-product/measure.ts';
    window.measurement = await Measurement.start('${backend}', ${JSON.stringify(sizes)});
  `);
  return {
    name: backend,
    sizes,
    starts: await page.once<Record<string, Start>>('window.measurement?.starts'),
    turn: (rounds) => page.evaluate<Record<string, Times>>(`measurement.turn(${rounds})`),
    close: () => page.close(),
  };
}
