import { stat } from 'node:fs/promises';
import { about } from '../errors/cli-error.js';
import { fileBytes } from '../files/file-bytes.js';
import type { LabelCount } from '../weights/orientation.js';
import { readLabels, readNames } from './labels.js';
import { formatsOfFile } from './open-labels.js';
import type { LabelOptions } from './options.js';

/** The options that name the labels of a run. */
export interface AskedLabels extends LabelOptions {
  /** File of label sets. */
  readonly labels?: string;
}

/** The numbers of labels that the label files state, without reading their sets. */
export async function labelCounts(options: AskedLabels): Promise<LabelCount[]> {
  const { labels, labelNames, labelCount } = options;
  const counts: LabelCount[] = [];
  if (labelNames !== undefined) {
    counts.push({ count: (await readNames(labelNames, null, options)).length, source: 'the label names' });
  }
  if (labels === undefined) return counts;
  if (labelCount !== undefined) counts.push({ count: Math.abs(labelCount), source: '--label-count' });
  const count = await about(labels, () => countInHead(labels, options));
  if (count !== null) counts.push({ count, source: 'the label file' });
  return counts;
}

/** Most bytes of the head of a label file. */
const headLength = 4096;

async function countInHead(path: string, options: AskedLabels): Promise<number | null> {
  const [{ labelsInHead }] = formatsOfFile(path, options);
  if (labelsInHead === null || !(await isFile(path))) return null;
  const { length, read } = await fileBytes(path);
  return labelsInHead(await read(0, Math.min(length, headLength)));
}

/**
 * The highest label in the file of label sets; null if its labels are names, and for a file that can be read
 * only once, such as a pipe.
 */
export async function highestLabel(options: AskedLabels): Promise<number | null> {
  const { labels: path } = options;
  if (path === undefined || !(await isFile(path))) return null;
  const { labelSets, names } = await readLabels(path, null, options);
  return names === null ? labelSets.numLabels - 1 : null;
}

async function isFile(path: string): Promise<boolean> {
  return about(path, async () => (await stat(path)).isFile());
}
