import { readFileSync } from 'node:fs';
import { date, renderPage } from '@argmaxable/report';
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
  return renderPage({
    title: `Which label sets can it predict? WordNet nouns, ${date(result.date)}`,
    template: fileText('report.eta'),
    view: viewOf(result),
    style: fileText('report.css'),
  });
}

const fileText = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
