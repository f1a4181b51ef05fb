import { readFileSync } from 'node:fs';
import { renderPage } from '@argmaxable/report';
import type { RunResult } from '../result.js';
import { viewOf } from './view.js';

/**
 * Renders a run as one HTML page that loads nothing and runs nothing. Glosses, labels and the command come
 * from outside; the template escapes them.
 *
 * @param result what the run found out.
 * @returns the whole document, ready to be written to a file and opened from there.
 */
export function renderReport(result: RunResult): string {
  return renderPage(readFileSync(new URL('report.eta', import.meta.url), 'utf8'), viewOf(result));
}
