import { readFileSync } from 'node:fs';
import { renderPage } from '@argmaxable/report';
import type { Figure } from '../figure.js';
import type { Run } from '../grid-file.js';
import { provenance } from '../provenance.js';

/** The page of a figure: its plots, its tables, and how they were made. Loads nothing and runs nothing. */
export function renderFigure(figure: Figure, run: Run): string {
  const { command, facts } = provenance(run);
  return renderPage({
    title: `Study: ${figure.name}`,
    template: readFileSync(new URL('page.eta', import.meta.url), 'utf8'),
    view: {
      name: figure.name,
      about: figure.about,
      sections: figure.page(run.done),
      tables: figure.summarize(run.done),
      facts: [
        { name: 'Command', text: command, code: true },
        { name: 'Run', text: facts },
      ],
    },
    style: [
      'td, th { text-align: right; padding: 0.2em 0.8em; white-space: nowrap; }',
      'td:first-child, th:first-child { text-align: left; }',
      '.grid { grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }',
      '.grid > div { max-width: 45rem; }',
      // Plots keep a size at which they can be read: on a narrow screen they are moved.
      'figure { overflow-x: auto; } figure svg { min-width: 30rem; }',
    ].join('\n'),
  });
}
