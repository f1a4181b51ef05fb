import { labelFormats } from '@argmaxable/data';
import { type Command, Option } from 'commander';
import { flagOf, formatsWith, optionTexts, titles } from '../labels/options.js';
import { integer } from '../option-values.js';

/** Adds the options that say how a label file is read. */
export function addLabelOptions(command: Command): Command {
  const format = new Option(
    '--format <name>',
    'what the label file is (default: by its extension, and of .txt by its first line)',
  );
  command.addOption(format.choices(labelFormats.map(({ name }) => name)));
  for (const { name, value, what, least, common } of optionTexts) {
    const formats = common ? 'text' : formatsWith(name);
    const option = new Option(`${flagOf(name)} ${value}`, formats === 'text' ? what : `${formats}: ${what}`);
    command.addOption(least === undefined ? option : option.argParser(integer(least)));
  }
  return command;
}

/** What a file of label sets may be. */
export const labelsArgument = `label sets: ${titles(labelFormats)}`;
