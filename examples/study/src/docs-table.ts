import { readFileSync } from 'node:fs';
import { replaceFile } from '@argmaxable/node';
import { format, resolveConfig } from 'prettier';
import type { Figure, Table } from './figure.js';
import { type Run, runsOf } from './grid-file.js';
import { provenance } from './provenance.js';

/**
 * Writes the tables of the figures that were run into a page of the docs, those of a figure between its
 * markers: `<!-- study NAME -->` and `<!-- /study NAME -->`. What is outside of them stays.
 *
 * @param output The study's folder.
 * @param page Path of the markdown file.
 * @returns The names of the figures whose tables were written.
 * @throws Error where the page lacks the markers of a figure that was run.
 */
export async function writeTables(
  figures: readonly Figure[],
  output: string,
  page: string,
): Promise<string[]> {
  let text = readFileSync(page, 'utf8');
  const written: string[] = [];
  for (const figure of figures) {
    const runs = runsOf(output, figure).filter(({ done }) => done.length > 0);
    if (runs.length === 0) continue;
    text = between(text, page, figure.name, runs.map((run) => markdown(figure, run)).join('\n\n'));
    written.push(figure.name);
  }
  const options = await resolveConfig(page);
  await replaceFile(page, [await format(text, { ...options, parser: 'markdown' })]);
  return written;
}

function between(text: string, page: string, name: string, content: string): string {
  const [start, end] = [`<!-- study ${name} -->`, `<!-- /study ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(
      `${page} has no place for ${name}: add the lines ${start} and ${end}, and run this again.`,
    );
  }
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function markdown(figure: Figure, run: Run): string {
  const { command, facts } = provenance(run);
  return [`    ${command}`, facts, ...figure.summarize(run.done).map(tableText)].join('\n\n');
}

function tableText({ title, note, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, i) => (i === 0 ? '---' : '---:'));
  return [`**${title}.** ${note}`, '', line(columns), line(rule), ...rows.map(line)].join('\n');
}
