import { renderPage } from '@argmaxable/report';
import type { VerifyReport } from '@argmaxable/verify';
import { reportStyles } from './styles.js';
import type { PageSubject } from './subject.js';
import { template } from './template.js';
import { viewOf } from './view.js';

/** A report as one HTML page that loads nothing and runs nothing. */
export function renderReport(report: VerifyReport, subject: PageSubject): string {
  const view = viewOf(report, subject);
  return renderPage({ title: `argmaxable: ${view.title}`, template, view, style: reportStyles });
}
