import { readFileSync } from 'node:fs';
import { date, renderPage } from '@argmaxable/report';
import type { RunResult } from '../result.js';
import { viewOf } from './view.js';

/**
 * Renders a run as one HTML page that loads nothing and runs nothing.
 *
 * @param result what the run found out.
 * @returns the whole document, ready to be written to a file and opened from there.
 */
export function renderReport(result: RunResult): string {
  return renderPage({
    title: `Neural collapse with several labels: multi-label MNIST, ${date(result.date)}`,
    template: fileText('report.eta'),
    view: viewOf(result),
    style: fileText('report.css'),
    pictures: true,
  });
}

const fileText = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
