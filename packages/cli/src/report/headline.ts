import { scientific, share } from '@argmaxable/report';
import type { VerifyReport } from '@argmaxable/verify';
import type { PageSubject } from './subject.js';

/** The page's first sentence: what is proved, and about what. */
export function headline(report: VerifyReport, subject: PageSubject): string {
  const { counts, order, settings } = report;
  const { argmaxable, unargmaxable, undecided } = counts;
  if (order.length === 0) return 'There were no label sets to verify.';
  if (argmaxable + unargmaxable === 0) return 'No label set was decided.';
  const open = undecided > 0 ? ` (${share(undecided, order.length)} undecided)` : '';
  if (unargmaxable === 0) {
    const all = `All label sets${undecided > 0 ? ' that were decided' : ''}`;
    return `${all} ${settings.eps === null ? 'are' : `have a radius of ${scientific(settings.eps)} or more`} ${within(report)}${open}.`;
  }
  const part = `${share(unargmaxable, order.length)} of the label sets`;
  if (settings.eps !== null) {
    return `${part} have a radius below ${scientific(settings.eps)} ${within(report)}${open}.`;
  }
  return `${part} can never be predicted ${by(report, subject)}${open}.`;
}

function by(report: VerifyReport, { ofEveryInput }: PageSubject): string {
  if (report.settings.about === 'classifier') {
    return holdsAll(report)
      ? 'by the last matrix alone, with any layers in front of it'
      : 'by the last matrix alone from features in the range below';
  }
  return ofEveryInput || holdsAll(report)
    ? 'by this model, for any input'
    : 'by this model from features in the range below';
}

function within({ settings }: VerifyReport): string {
  const what = settings.about === 'classifier' ? 'the last matrix alone' : 'the model’s output layer';
  const reach = settings.eps === null ? `within reach of ${what}` : `in ${what}`;
  return `${reach}, for features in the range below`;
}

/** Whether the features may be any real numbers. */
function holdsAll({ settings }: VerifyReport): boolean {
  const { lower, upper } = settings.featureRange;
  return lower === '-Infinity' && upper === 'Infinity';
}
