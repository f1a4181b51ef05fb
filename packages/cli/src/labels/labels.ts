import { type LabelSets, ValueError } from '@argmaxable/core';
import {
  type LabelData,
  type LabelFormatOptions,
  loadLabelNames,
  loadMulanLabels,
  reorderLabels,
  type TextLimits,
} from '@argmaxable/data';
import { about, CliError } from '../errors/cli-error.js';
import { picked } from '../files/picked.js';
import { streamFile } from '../files/stream-file.js';
import { checkApplies, formatsOfFile, openLabels, type OpenLabels } from './open-labels.js';
import type { LabelOptions } from './options.js';

/** The label sets of a file, and the labels' names where they are known. */
export interface Labels {
  readonly labelSets: LabelSets;
  readonly names: readonly string[] | null;
}

/**
 * Reads a label file.
 *
 * @param numLabels How many labels there are; null to go by the file.
 * @param known The labels' names, where the model's own files have them and `--label-names` gives no others.
 */
export async function readLabels(
  path: string,
  numLabels: number | null,
  options: LabelOptions,
  known: readonly string[] | null = null,
): Promise<Labels> {
  const formats = formatsOfFile(path, options);
  checkApplies(formats, options);
  const names =
    options.labelNames === undefined ? known : await readNames(options.labelNames, numLabels, options);
  const count = numLabels ?? names?.length;
  const attributes = options.xml === undefined ? undefined : await readMulanNames(options.xml, options);
  const labels = await about(path, async () => {
    const opened = await openLabels(path, formats);
    return load(opened, { path, count, names, attributes, options });
  });
  if (count !== undefined && labels.labelSets.numLabels !== count) {
    throw new CliError(`${labels.labelSets.numLabels} labels, where there are ${count}.`, { path });
  }
  return labels;
}

/** What is known of the labels in a file. */
interface KnownLabels {
  readonly path: string;
  /** How many there are. */
  readonly count: number | undefined;
  readonly names: readonly string[] | null;
  /** Names of the attributes that are labels, by Mulan's XML. */
  readonly attributes: readonly string[] | undefined;
  readonly options: LabelOptions;
}

async function load(
  { format, load: read }: OpenLabels,
  { path, count, names, attributes, options }: KnownLabels,
): Promise<Labels> {
  // Names that repeat can be shown, but no label can be told by them.
  const telling = names !== null && new Set(names).size === names.length;
  const { field, labelCount, maxLabels, maxLineLength, maxNesting } = options;
  const numbering = format.labelNames === 'rows' && telling ? { labelNames: names } : { numLabels: count };
  const given: LabelFormatOptions = {
    ...{ field, labelCount, maxLabels, maxLineLength, maxNesting },
    ...(attributes === undefined ? numbering : { labelNames: attributes }),
  };
  const data = await read(picked(given, format.options)).catch((error: unknown) => {
    throw inWordsOfOptions(error, path, options);
  });
  if (format.labelNames === 'rows' && data.labelNames && !telling && count !== undefined) {
    throw names ? namesTwice(options.labelNames === undefined) : namesWithoutOrder();
  }
  const labelSets = format.labelNames === 'head' ? inOrderOf(names, data) : data.labelSets;
  return { labelSets, names: names ?? data.labelNames };
}

/** Labels that a file names as the model does, in an order of its own, are put in the model's. */
function inOrderOf(names: readonly string[] | null, { labelSets, labelNames }: LabelData): LabelSets {
  const numberOf = new Map(labelNames!.map((name, label) => [name, label]));
  const order = names?.flatMap((name) => numberOf.get(name) ?? []) ?? [];
  const isSame = names?.length === labelNames!.length && new Set(order).size === labelNames!.length;
  return isSame ? reorderLabels(labelSets, order) : labelSets;
}

/** What the loader asks for, where an option of the command gives it. */
function inWordsOfOptions(error: unknown, path: string, { xml, labelCount }: LabelOptions): unknown {
  if (!(error instanceof ValueError)) return error;
  if (error.argument === 'labelNames' && xml !== undefined) {
    return new CliError(`label ${JSON.stringify(error.given)} is no attribute of ${path}.`, { path: xml });
  }
  if (error.argument === 'labelCount' && labelCount === undefined) {
    return new CliError(
      "say which attributes are labels, for @relation has no '-C n': --xml names them, --label-count 14 takes the first 14, -14 the last.",
    );
  }
  return error;
}

function namesTwice(ofModel: boolean): CliError {
  return ofModel
    ? new CliError("the labels are names, and the model's config.json has some twice; say --label-names.")
    : new CliError('the labels are names, and --label-names has some twice.');
}

function namesWithoutOrder(): CliError {
  return new CliError(
    "the labels are names; say with --label-names in which order the model's rows have them " +
      '(one per line, or a JSON array).',
  );
}

/**
 * Reads a file of label names: one per line, or a JSON array.
 *
 * @param numLabels How many there must be; null for any number.
 */
export async function readNames(
  path: string,
  numLabels: number | null,
  options: LabelOptions = {},
): Promise<string[]> {
  const names = await about(path, () => loadLabelNames(streamFile(path), limitsOf(options)));
  if (numLabels !== null && names.length !== numLabels) {
    throw new CliError(`${names.length} names, where there are ${numLabels} labels.`, { path });
  }
  return names;
}

/** The names in Mulan's XML. */
async function readMulanNames(path: string, options: LabelOptions): Promise<string[]> {
  return about(path, () => loadMulanLabels(streamFile(path), limitsOf(options)));
}

function limitsOf({ maxLabels, maxLineLength }: LabelOptions): TextLimits {
  return { maxLabels, maxLineLength };
}
