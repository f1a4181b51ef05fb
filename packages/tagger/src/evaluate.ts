import { type LabelSetReport, multiLabelReport, type MultiLabelReport } from '@argmaxable/metrics';
import type { DecisionRule } from '@argmaxable/decisions';
import { labelSetsOf, readTaggedTexts, type TaggedTexts } from './input/tagged-texts.js';

/** How well a tagger does on texts whose tags are known. */
export interface Evaluation {
  readonly microF1: number;
  readonly macroF1: number;
  /** Metrics of the predicted label sets, of all labels and of each, with their names. */
  readonly report: LabelSetReport;
  /** Metrics of the first k labels, by falling score, for k of 1, 3, 5 and 10 as far as there are labels. */
  readonly atK: MultiLabelReport['atK'];
  /** Tags that are no labels of the tagger, and how many texts have each: they count nowhere. */
  readonly unknownTags: ReadonlyMap<string, number>;
}

/** What is asked of a tagger. */
interface Scorer {
  readonly labels: readonly string[];
  readonly rule: DecisionRule;
  logits(texts: Iterable<string>): Float32Array;
}

export function evaluate(tagger: Scorer, data: TaggedTexts): Evaluation {
  const { texts, tags } = readTaggedTexts('the data', data);
  const { labelSets, unknownTags } = labelSetsOf(tags, tagger.labels);
  const { numLabels } = labelSets;
  const logits = tagger.logits(texts);
  const labelNames = [...tagger.labels];
  const report = multiLabelReport(labelSets, tagger.rule.predict(logits, numLabels), { labelNames });
  const k = [1, 3, 5, 10].filter((one) => one <= numLabels);
  const { atK } = multiLabelReport(labelSets, logits, { k, threshold: 0 });
  return { microF1: report.micro.f1, macroF1: report.macro.f1, report, atK, unknownTags };
}
