import { didYouMean, isPlainObject } from '../checks/index.js';
import { ValueError } from '../errors.js';

/** What tfjs takes for a loss or a metric: a name or a function. */
export type OutputEntry = string | ((...tensors: never[]) => unknown);

/**
 * The loss of each output of a model, as `compile` takes them: one for all, an array in the order of outputs,
 * or an object by output name. Undefined if no loss is given at all, and for an array of another length, for
 * which tfjs throws itself.
 *
 * @throws ValueError for an output without a loss, which tfjs accepts but then cannot train, and for a name
 * that no output has.
 */
export function lossesOf(
  losses: unknown,
  outputNames: readonly string[],
): readonly OutputEntry[] | undefined {
  if (losses === undefined || losses === null) return undefined;
  if (isEntry(losses)) return outputNames.map(() => losses);
  const advice = 'tfjs trains no model that has an output without a loss.';
  if (Array.isArray(losses)) {
    if (losses.length !== outputNames.length) return undefined;
    return Array.from(losses as unknown[], (loss, i) => {
      if (isEntry(loss)) return loss;
      throw new ValueError(`loss[${i}]`, loss, `a loss, of output '${outputNames[i]}'`, advice);
    });
  }
  const byName = checkNames('loss', losses, outputNames);
  return outputNames.map((name) => {
    const loss = Object.hasOwn(byName, name) ? byName[name] : undefined;
    if (isEntry(loss)) return loss;
    throw new ValueError(`loss.${name}`, loss, 'a loss', advice);
  });
}

/**
 * The metrics of each output of a model, as `compile` takes them: one or a list for all outputs, or an object
 * by output name with one or a list for each.
 *
 * @throws ValueError for anything else among them, and for a name that no output has, which tfjs ignores
 * without a message.
 */
export function metricsOf(
  metrics: unknown,
  outputNames: readonly string[],
): readonly (readonly OutputEntry[])[] {
  if (metrics === undefined || metrics === null) return outputNames.map(() => []);
  if (isEntry(metrics) || Array.isArray(metrics)) {
    const list = entryList('metrics', metrics);
    return outputNames.map(() => list);
  }
  const byName = checkNames('metrics', metrics, outputNames);
  return outputNames.map((name) =>
    Object.hasOwn(byName, name) ? entryList(`metrics.${name}`, byName[name]) : [],
  );
}

function entryList(argument: string, entries: unknown): readonly OutputEntry[] {
  if (!Array.isArray(entries)) return [checkEntry(argument, entries)];
  return Array.from(entries as unknown[], (entry, i) => checkEntry(`${argument}[${i}]`, entry));
}

function checkEntry(argument: string, entry: unknown): OutputEntry {
  if (isEntry(entry)) return entry;
  const advice = Array.isArray(entry)
    ? 'A list is for every output. For lists of each output give an object by output name.'
    : undefined;
  throw new ValueError(argument, entry, 'a metric: a name or a function', advice);
}

function isEntry(entry: unknown): entry is OutputEntry {
  return typeof entry === 'string' || typeof entry === 'function';
}

function checkNames(
  argument: string,
  given: unknown,
  outputNames: readonly string[],
): Record<string, unknown> {
  if (!isPlainObject(given)) {
    throw new ValueError(argument, given, 'a name, a function, an array, or an object by output name');
  }
  const unknown = Object.keys(given).find((name) => !outputNames.includes(name));
  if (unknown !== undefined) {
    const allowed = `by the names of the model's outputs: ${outputNames.join(', ')}`;
    throw new ValueError(argument, unknown, allowed, didYouMean(unknown, outputNames));
  }
  return given;
}
