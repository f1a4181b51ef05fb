import type { ValueError } from '@argmaxable/core';
import type { VerifyOptions } from '@argmaxable/verify';
import { CliError } from './cli-error.js';
import type { Origin } from '../weights/origin.js';

/** Whether an error is about the classifier, not about an option. */
export function isOfClassifier({ argument }: ValueError): boolean {
  return /^(model|weights|bias|projection|slope of score|offset of score|number of)/.test(argument);
}

/**
 * An error of the verifier in the words of the command: with the names of options, and with the file and
 * tensor of the classifier.
 */
export function inCommandWords(error: ValueError, from: Origin, { mode, eps }: VerifyOptions): Error {
  const { argument, given, allowed, message } = error;
  const say = (words: string): CliError => new CliError(words, { cause: error });
  if (argument === 'featureRange' && (mode === 'radius' || eps !== undefined)) {
    const asked = mode === 'radius' ? '--mode radius' : '--eps';
    return say(
      `${asked} needs bounds for every feature here: scores have a constant part, such as a bias, and a radius depends on the range ` +
        `of the features; they are ${String(given)}. ` +
        'Give --feature-range LOWER:UPPER or observed:FILE.npy, or --box R.',
    );
  }
  if (argument === 'columns of featureRange.observed') {
    const [count] = /\d+/.exec(allowed) ?? ['as many'];
    return say(`--feature-range: the observed rows have ${String(given)} features; there must be ${count}.`);
  }
  if (argument.startsWith('featureRange')) {
    return say(
      message.replace(
        /^featureRange(?:\.(lower|upper))?/,
        (_, end?: string) => `--feature-range${end ? `, ${end} end,` : ''}`,
      ),
    );
  }
  if (argument.startsWith('thresholds')) return say(`--${message}`);
  if (isOfClassifier(error)) {
    const words = message.replace(/rule: '(\w+)' or '(\w+)'/, '--rule $1 or $2');
    const part = from.tensor !== '' && /^(weights|bias)\[/.test(argument) ? `tensor '${from.tensor}': ` : '';
    return new CliError(part + words, { path: from.path, cause: error });
  }
  return error;
}
