import type { TaggedTextLayout } from './layout.js';
import type { TaggedTextCounts } from './tagged-text-counts.js';

/** Says in sentences how a file was read, and what was dropped or is odd. */
export function notesOn(
  layout: TaggedTextLayout,
  counts: TaggedTextCounts,
  { numLabels, dropRepeated }: { numLabels: number; dropRepeated: boolean },
): string[] {
  const { rows, emptyTexts, repeatedRows, untagged, emptied, droppedLabels, everywhere } = counts;
  const odd: [count: number, one: string, more: string][] = [
    [counts.blankLines, 'blank line was left out', 'blank lines were left out'],
    [emptyTexts, 'row without text was dropped', 'rows without text were dropped'],
    dropRepeated
      ? [
          repeatedRows,
          'row repeated an earlier one and was dropped',
          'rows repeated earlier ones and were dropped',
        ]
      : [repeatedRows, 'row repeats an earlier one', 'rows repeat earlier ones'],
    [counts.repeatedTags, 'tag stood twice in its row', 'tags stood twice in their rows'],
    [untagged, 'text has no tag', 'texts have no tag'],
    [droppedLabels, 'label was dropped as too rare', 'labels were dropped as too rare'],
    [emptied, 'text has no tag left', 'texts have no tag left'],
    [everywhere, 'label is in every text', 'labels are in every text'],
  ];
  const said = odd.filter(([count]) => count > 0);
  return [
    `Read as ${String(layout)}.`,
    `${number(rows, 'row')}, ${number(numLabels, 'label')}.`,
    ...said.map(([count, one, more]) => `${count.toLocaleString('en-US')} ${count === 1 ? one : more}.`),
  ];
}

function number(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
