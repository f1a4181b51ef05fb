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

/** The label sets of a file, and the labels' names if they are known. */
export interface Labels {
  readonly labelSets: LabelSets;
  readonly names: readonly string[] | null;
}

/**
 * Reads a label file.
 *
 * @param numLabels How many labels there are; null to use the number in the file.
 * @param known The labels' names, if the model's own files have them and `--label-names` is not given.
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
    throw new CliError(`${labels.labelSets.numLabels} labels, but there must be ${count}.`, { path });
  }
  return labels;
}

/** What is known about the labels in a file. */
interface KnownLabels {
  readonly path: string;
  /** Number of labels. */
  readonly count: number | undefined;
  readonly names: readonly string[] | null;
  /** Names of the attributes that are labels, from Mulan's XML. */
  readonly attributes: readonly string[] | undefined;
  readonly options: LabelOptions;
}

async function load(
  { format, load: read }: OpenLabels,
  { path, count, names, attributes, options }: KnownLabels,
): Promise<Labels> {
  // Repeated names can be shown, but they cannot identify a label.
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

/** If a file has the model's label names in a different order, its labels are put in the model's order. */
function inOrderOf(names: readonly string[] | null, { labelSets, labelNames }: LabelData): LabelSets {
  const numberOf = new Map(labelNames!.map((name, label) => [name, label]));
  const order = names?.flatMap((name) => numberOf.get(name) ?? []) ?? [];
  const isSame = names?.length === labelNames!.length && new Set(order).size === labelNames!.length;
  return isSame ? reorderLabels(labelSets, order) : labelSets;
}

/** Turns a loader's request for an option into the option of the command. */
function inWordsOfOptions(error: unknown, path: string, { xml, labelCount }: LabelOptions): unknown {
  if (!(error instanceof ValueError)) return error;
  if (error.argument === 'labelNames' && xml !== undefined) {
    return new CliError(`label ${JSON.stringify(error.given)} is not an attribute of ${path}.`, {
      path: xml,
    });
  }
  if (error.argument === 'labelCount' && labelCount === undefined) {
    return new CliError(
      "it is not known which attributes are labels, because @relation has no '-C n': give --xml with their names, or --label-count: 14 for the first 14, -14 for the last 14.",
    );
  }
  return error;
}

function namesTwice(ofModel: boolean): CliError {
  return ofModel
    ? new CliError(
        "the labels are names, and the model's config.json has some names twice; give --label-names.",
      )
    : new CliError('the labels are names, and --label-names has some names twice.');
}

function namesWithoutOrder(): CliError {
  return new CliError(
    "the labels are names; give with --label-names the names in the order of the model's rows " +
      '(one per line, or a JSON array).',
  );
}

/**
 * Reads a file of label names: one per line, or a JSON array.
 *
 * @param numLabels How many names there must be; null for any number.
 */
export async function readNames(
  path: string,
  numLabels: number | null,
  options: LabelOptions = {},
): Promise<string[]> {
  const names = await about(path, () => loadLabelNames(streamFile(path), limitsOf(options)));
  if (numLabels !== null && names.length !== numLabels) {
    throw new CliError(`${names.length} names, but there are ${numLabels} labels.`, { path });
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
